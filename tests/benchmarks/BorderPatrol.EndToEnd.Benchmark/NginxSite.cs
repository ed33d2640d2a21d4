using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Benchmark;

/// <summary>
/// nginx, a worker for each processor, and a page from a file. Enough clients that no processor ever idles: one that does has to be woken for each answer,
/// which takes longer than all that tracing does, and the more often the slower the server is.
/// </summary>
public class NginxSite : LoadedSite
{
    /// <inheritdoc/>
    public override string Name => "nginx, static page, 64 clients";

    /// <summary>Where the server answers.</summary>
    protected static string Url => "http://127.0.0.1:8080";

    /// <summary>Lines of its server block beyond the static files.</summary>
    protected virtual string Locations => "";

    /// <inheritdoc/>
    protected override void Open(IReadOnlyList<string> prefix)
    {
        string pages = Files.Subfolder("pages");
        Files.Write("pages/index.html", new string('x', 1023) + "\n");
        string configuration = Files.Write("nginx.conf", $$"""
            user www-data;
            worker_processes auto;
            daemon off;
            pid {{Files.At("nginx.pid")}};
            error_log {{Files.At("nginx.error")}};
            events { worker_connections 512; }
            http {
                access_log {{Files.At("nginx.log")}};
                keepalive_requests 1000000;
                client_body_temp_path {{Files.At("body")}};
                proxy_temp_path {{Files.At("proxy")}};
                fastcgi_temp_path {{Files.At("fastcgi")}};
                uwsgi_temp_path {{Files.At("uwsgi")}};
                scgi_temp_path {{Files.At("scgi")}};
                server {
                    listen 127.0.0.1:8080;
                    root {{pages}};
                    {{Locations}}
                }
            }
            """);
        Start(["curl", "-sf", "-o", "/dev/null", Url + "/"], [.. prefix, Require.Program("nginx"), "-e", Files.At("nginx.error"), "-c", configuration]);
    }

    /// <inheritdoc/>
    protected override Load Load(int seconds) => Benchmark.Load.OfWeb(Machine, Url + "/index.html", clients: 64, seconds);
}
