#!/bin/sh
# fastcgi-nginx.sh PORT DOCUMENTS: requests for page.php through nginx, which keeps its connection to the FastCGI server on PORT.
folder=$(mktemp -d)
listen=$folder/http
cat >"$folder/nginx.conf" <<END
daemon off; pid $folder/pid; error_log $folder/error; worker_processes 1;
events { worker_connections 64; }
http {
    access_log off;
    client_body_temp_path $folder/a; proxy_temp_path $folder/b; fastcgi_temp_path $folder/c; uwsgi_temp_path $folder/d; scgi_temp_path $folder/e;
    upstream php { server 127.0.0.1:$1; keepalive 1; }
    server {
        listen unix:$listen;
        location / { root $2; include /etc/nginx/fastcgi.conf; fastcgi_param DB_PASSWORD hidden; fastcgi_keep_conn on; fastcgi_pass php; }
    }
}
END
/usr/sbin/nginx -p "$folder" -c "$folder/nginx.conf" 2>/dev/null &
until [ -S "$listen" ]; do :; done
get() { curl -s -o /dev/null --unix-socket "$listen" "$@"; }
get 'http://shop/page.php?tag=1' -b session=secret -u alice:secret
get 'http://shop/page.php?tag=2&status=404&size=3000'
get 'http://shop/page.php?tag=3&warn=1' --data-binary 'two thousand bytes come here'
get 'http://shop/none.php'
kill "$!"
wait "$!"
rm -r "$folder"
