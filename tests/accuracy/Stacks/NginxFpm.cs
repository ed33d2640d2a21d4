using BorderPatrol.EndToEnd.Tests.Stand;

namespace BorderPatrol.Accuracy.Stacks;

/// <summary>nginx, PHP-FPM behind it over connections that are kept, MariaDB behind that.</summary>
public sealed class NginxFpm : Stack
{
    /// <inheritdoc/>
    public override string Name => "nginx-fpm";

    /// <inheritdoc/>
    public override string Title => "nginx + PHP-FPM + MariaDB";

    /// <inheritdoc/>
    public override void Open(Site site)
    {
        string[] tables = ["item", "price", "stock"];
        string made = string.Join('\n', tables.Select(table => $"create table site.{table} as select seq as id, concat('{table} ', seq) as name from site.seq_1_to_4;"));
        site.ServeOn(site.B, MariaDb.Port, MariaDb.Foreground(site.Folder, site.B, site.Tracing.OnB, made));
        Php.Serve(site, $"mysql:host={site.B.Address};dbname=site");
        Nginx.Serve(site, Php.Port, $"include /etc/nginx/fastcgi.conf; fastcgi_param SCRIPT_FILENAME {Php.Page}; fastcgi_keep_conn on; fastcgi_pass backend;", isolation: "reads", kept: 2);
    }

    /// <inheritdoc/>
    public override IEnumerable<Message> Expect(TaggedRequest request) =>
    [
        new Message(-1, "http", "nginx", 0),
        new Message(0, "fastcgi", Php.Program, 0),
        .. Message.Calls(request, 1, _ => ("mysql", "mariadbd")),
    ];
}
