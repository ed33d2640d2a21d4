using BorderPatrol.Programs.Tests.Http;
using BorderPatrol.Programs.Tests.Running;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Programs.Tests;

/// <summary>PHP-FPM behind nginx over a Unix socket: scripts, uploads, child processes, errors, and a reload.</summary>
public class PhpTests
{
    [Fact]
    public void Php_answers_and_reloads_alike()
    {
        var traffic = default(Traffic);
        var recorded = Comparison.Play(1, stage => traffic = Play(stage));
        recorded.Of("nginx").Processes(3).MovedExactly(ChannelKind.Tcp, traffic.Received, traffic.Sent).Moved(ChannelKind.UnixStream, 10_000, 100_000).Framed(2L * Load.Of(800));
        recorded.Of("php-fpm8.2").Processes(7).Moved(ChannelKind.UnixStream, 100_000, 10_000).Made(Load.Of(800), "accept", "accept4").Made(1, "execve", "execvp");
        recorded.Of("sort").Processes(10);
    }

    private static Traffic Play(Stage stage)
    {
        stage.Write("html/index.php", File.ReadAllText(stage.At("index.php")));
        stage.MakeFolder("sessions");
        string fpm = stage.Write("fpm.conf", $"""
            [global]
            error_log = {stage.At("fpm-error.log")}
            pid = {stage.At("fpm.pid")}
            daemonize = no
            [www]
            user = www-data
            group = www-data
            listen = {stage.At("fpm.sock")}
            listen.mode = 0666
            pm = static
            pm.max_children = 3
            pm.max_requests = 100000
            catch_workers_output = yes
            php_admin_value[error_log] = {stage.At("tmp/php.log")}
            php_admin_flag[log_errors] = on
            php_admin_flag[opcache.enable] = off
            """);
        string nginx = stage.Write("nginx.conf", $$"""
            daemon off;
            worker_processes 2;
            pid {{stage.At("nginx.pid")}};
            error_log {{stage.At("nginx-error.log")}} warn;
            events { worker_connections 128; }
            http {
                access_log off;
                client_body_temp_path {{stage.At("temp")}};
                proxy_temp_path {{stage.At("temp/proxy")}};
                fastcgi_temp_path {{stage.At("temp/fastcgi")}};
                uwsgi_temp_path {{stage.At("temp/uwsgi")}};
                scgi_temp_path {{stage.At("temp/scgi")}};
                server {
                    listen 127.0.0.1:{{stage.Port()}};
                    root {{stage.At("html")}};
                    location ~ \.php$ {
                        include /etc/nginx/fastcgi_params;
                        fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
                        fastcgi_pass unix:{{stage.At("fpm.sock")}};
                    }
                }
            }
            """);
        var php = stage.Start("fpm", null, Require.Program("php-fpm8.2"), "-n", "-y", fpm).Until(() => Readied(stage) == 1, "is not ready");
        var web = stage.Start("nginx", null, Require.Program("nginx"), "-p", stage.Folder, "-e", stage.At("nginx-error.log"), "-c", nginx).Listens(stage.Port());

        var traffic = Ask(stage, 500);
        php.Signal(Server.User2);
        php.Until(() => Readied(stage) == 2, "does not reload");
        traffic += Ask(stage, 300);
        web.Stop(Server.Quit);
        php.Stop(Server.Quit);
        foreach (string log in new[] { "fpm-error.log", "fpm.log", "nginx-error.log", "nginx.log", "tmp/php.log" }) stage.NoteLog(log);
        stage.NoteFiles("sessions");
        return traffic;
    }

    private static int Readied(Stage stage) => stage.Read("fpm-error.log").Split("ready to handle connections").Length - 1;

    private static Traffic Ask(Stage stage, int requests) => new HttpLoad
    {
        Requests = Load.Of(requests),
        Targets = [
            "GET /index.php?do=text", "GET /index.php?do=big", "POST /index.php?do=echo some body", "GET /index.php?do=missing", "HEAD /index.php?do=text",
            $"POST /index.php?do=echo {new string('x', 100_000)}", "GET /index.php?do=sort", "GET /index.php?do=pair", "GET /index.php?do=error", "GET /none.php",
        ],
    }.Run(stage, stage.Port());
}
