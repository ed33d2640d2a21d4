#!/bin/sh
# gateway-apache.sh PORT uwsgi|scgi FREEPORT: requests through Apache's mod_proxy_uwsgi or mod_proxy_scgi to the gateway on PORT.
folder=$(mktemp -d)
cat >"$folder/httpd.conf" <<END
ServerName shop
PidFile $folder/pid
ErrorLog $folder/error
DefaultRuntimeDir $folder
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
LoadModule proxy_$2_module /usr/lib/apache2/modules/mod_proxy_$2.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
Listen 127.0.0.1:$3
ProxyPass / $2://127.0.0.1:$1/
END
env -i PATH=/usr/bin:/bin /usr/sbin/apache2 -X -f "$folder/httpd.conf" &
"$(dirname "$0")/gateway-ask.sh" --connect-to shop::127.0.0.1:"$3"
kill "$!"
wait "$!"
rm -r "$folder"
