#!/bin/sh
# Reads what is posted, asks the service on port 9001 for the same tag and says what came: method, tag, length of the body, status of the service's answer.
body=$(cat)
tag=${QUERY_STRING#tag=}
status=$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:9001/item?tag=$tag")
printf 'Content-Type: text/plain\r\nStatus: 201 Created\r\n\r\n'
echo "$REQUEST_METHOD $tag ${#body} $status"
