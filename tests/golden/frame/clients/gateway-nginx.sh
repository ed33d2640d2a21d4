#!/bin/sh
# gateway-nginx.sh PORT uwsgi|scgi: requests through nginx to the gateway on PORT.
folder=$(mktemp -d)
cat >"$folder/nginx.conf" <<END
daemon off; pid $folder/pid; error_log $folder/error; worker_processes 1;
events { worker_connections 64; }
http {
    access_log off;
    client_body_temp_path $folder/a; proxy_temp_path $folder/b; fastcgi_temp_path $folder/c; uwsgi_temp_path $folder/d; scgi_temp_path $folder/e;
    server {
        listen unix:$folder/http;
        location / { include /etc/nginx/$2_params; $2_param DB_PASSWORD hidden; $2_pass 127.0.0.1:$1; }
    }
}
END
/usr/sbin/nginx -p "$folder" -c "$folder/nginx.conf" 2>/dev/null &
until [ -S "$folder/http" ]; do :; done
"$(dirname "$0")/gateway-ask.sh" --unix-socket "$folder/http"
kill "$!"
wait "$!"
rm -r "$folder"
