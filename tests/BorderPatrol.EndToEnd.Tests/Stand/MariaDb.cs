using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>A MariaDB server with a database, site, of which the user web may read.</summary>
public static class MariaDb
{
    /// <summary>Where it listens.</summary>
    public const int Port = 3306;

    // Each line that ends in a semicolon is one statement.
    private const string Items = """
        create table site.item (id int primary key, name varchar(20));
        insert into site.item values (1, 'one'), (2, 'two'), (3, 'three'), (4, 'four');
        create table site.note (body varchar(100));
        create procedure site.items(first int) sql security invoker begin select name from site.item where id = first; select name from site.item where id > first; end;
        """;

    /// <summary>Makes its data and returns the command that runs it in the foreground; it speaks TLS, too, with clients that ask for it.</summary>
    /// <param name="folder">Where its data go.</param>
    /// <param name="machine">Where it will run.</param>
    /// <param name="prefix">What stands before the server's command.</param>
    /// <param name="tables">Statements that make its tables, each ending with its line.</param>
    public static IEnumerable<string> Foreground(Folder folder, Machine machine, IEnumerable<string> prefix, string tables = Items)
    {
        string first = folder.Write("first.sql", $"""
            create database site;
            {tables}
            create user web@'%' identified by 'secret';
            grant select, insert, execute on site.* to web@'%';

            """);
        string server = Require.Program("mariadbd"), data = folder.Subfolder("data");
        var certificate = new Certificate(folder, $"IP:{machine.Address}");
        machine.Run(Require.Program("mariadb-install-db"), "--no-defaults", $"--datadir={data}", "--user=root", "--auth-root-authentication-method=normal", "--skip-test-db").Succeeded();
        return
        [
            .. prefix, server, "--no-defaults", "--user=root", $"--datadir={data}", $"--init-file={first}", $"--bind-address={machine.Address}",
            $"--socket={folder.At("database")}", $"--port={Port}", $"--ssl-cert={certificate.Chain}", $"--ssl-key={certificate.Key}", "--skip-name-resolve", "--max-connections=200",
            "--innodb-buffer-pool-size=16M",
        ];
    }
}
