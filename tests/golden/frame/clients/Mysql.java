// java -cp mariadb-java-client.jar Mysql.java PORT: MariaDB Connector/J: prepared at the server, bulk, pipelined batches, a stream of rows.
import java.sql.*;

public class Mysql {
    public static void main(String[] arguments) throws Exception {
        String url = "jdbc:mariadb://127.0.0.1:" + arguments[0] + "/shop?user=web&password=secret&useServerPrepStmts=true&allowMultiQueries=true";
        try (Connection connection = DriverManager.getConnection(url)) {
            try (PreparedStatement select = connection.prepareStatement("select id, name from item where id = ?")) {
                for (int id = 1; id < 4; id++) {
                    select.setInt(1, id);
                    try (ResultSet rows = select.executeQuery()) { while (rows.next()) rows.getString(2); }
                }
            }
            connection.createStatement().execute("create temporary table many (id int, name varchar(20))");
            batch(connection, "insert into many values (?, ?)");
            try (Statement two = connection.createStatement()) {
                two.addBatch("insert into many values (7, 'seven')");
                two.addBatch("update many set name = 'secret' where id = 1");
                two.addBatch("delete from many where id = 2");
                two.executeBatch();
                two.execute("select 1; select count(*) from many");
            }
            connection.setCatalog("mysql");
            connection.isValid(1);
        }
        try (Connection connection = DriverManager.getConnection(url + "&useBulkStmts=false&useServerPrepStmts=false")) {
            connection.createStatement().execute("create temporary table many (id int, name varchar(20))");
            batch(connection, "insert into many values (?, ?)");
        }
    }

    private static void batch(Connection connection, String sql) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int id = 0; id < 5; id++) {
                insert.setInt(1, id);
                insert.setString(2, "name " + id);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
