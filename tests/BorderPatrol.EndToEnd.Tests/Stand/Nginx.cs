using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>An nginx of two workers before a back end.</summary>
public static class Nginx
{
    /// <summary>Where it listens.</summary>
    public const int Port = 8080;

    /// <summary>Starts it; it ends with the site.</summary>
    /// <param name="site">On its machine A.</param>
    /// <param name="backend">Port of what is behind it.</param>
    /// <param name="pass">What it does with a request, <c>backend</c> being the upstream's name.</param>
    /// <param name="listen">How it listens: <c>http2</c>, <c>ssl</c>.</param>
    /// <param name="isolation">How far its events are isolated: <c>reads</c> or <c>full</c>.</param>
    /// <param name="kept">How many idle connections to the back end a worker keeps.</param>
    public static void Serve(Site site, int backend, string pass, string listen = "", string isolation = "full", int kept = 16)
    {
        var folder = site.Folder;
        folder.Subfolder("nginx");
        string encryption = "";
        if (listen.Contains("ssl", StringComparison.Ordinal))
        {
            var certificate = new Certificate(folder, $"IP:{site.A.Address}");
            encryption = $"ssl_certificate {certificate.Chain}; ssl_certificate_key {certificate.Key};";
        }

        string configuration = folder.Write("nginx.conf", $$"""
            daemon off; user root; worker_processes 2; pid {{folder.At("nginx/pid")}}; error_log {{folder.At("nginx/error.log")}};
            events { worker_connections 1024; }
            http {
                access_log off;
                client_body_temp_path {{folder.At("nginx/body")}}; proxy_temp_path {{folder.At("nginx/proxy")}}; fastcgi_temp_path {{folder.At("nginx/fastcgi")}};
                uwsgi_temp_path {{folder.At("nginx/uwsgi")}}; scgi_temp_path {{folder.At("nginx/scgi")}};
                upstream backend { server 127.0.0.1:{{backend}}; keepalive {{kept}}; }
                server { listen {{Port}} {{listen}}; {{encryption}} location / { {{pass}} } }
            }
            """);
        site.Serve(Port, $"LIBBTRACE_ISOLATION={isolation}", "LIBBTRACE_REDACT_KEYS=token", Require.Program("nginx"), "-e", folder.At("nginx/error.log"), "-c", configuration);
    }
}
