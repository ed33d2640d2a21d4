#!/bin/sh
# fastcgi-apache.sh PORT DOCUMENTS: requests for page.php through Apache's mod_proxy_fcgi, a connection for each.
folder=$(mktemp -d)
cat >"$folder/httpd.conf" <<END
ServerName shop
PidFile $folder/pid
ErrorLog $folder/error
DefaultRuntimeDir $folder
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
LoadModule proxy_fcgi_module /usr/lib/apache2/modules/mod_proxy_fcgi.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
Listen 127.0.0.1:$3
DocumentRoot $2
ProxyPassMatch ^/(.*\\.php)\$ fcgi://127.0.0.1:$1$2/\$1
END
/usr/sbin/apache2 -X -f "$folder/httpd.conf" &
get() { curl -s -o /dev/null --retry 50 --retry-delay 0 --retry-connrefused "$@"; }
get "http://127.0.0.1:$3/page.php?tag=1&size=20000" -b session=secret
get "http://127.0.0.1:$3/page.php?tag=2" --data-binary @"$folder/httpd.conf"
kill "$!"
wait "$!"
rm -r "$folder"
