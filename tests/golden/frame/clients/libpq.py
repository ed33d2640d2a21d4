# libpq through ctypes: COPY in the extended protocol, pipelines with Flush, errors in them
import ctypes, sys
pq = ctypes.CDLL("libpq.so.5")
for f in ("PQconnectdb", "PQgetResult", "PQexec", "PQexecParams"): getattr(pq, f).restype = ctypes.c_void_p
pq.PQerrorMessage.restype = pq.PQcmdStatus.restype = ctypes.c_char_p
v = ctypes.c_void_p
c = v(pq.PQconnectdb(f"host=127.0.0.1 port={sys.argv[1]} dbname=shop user=postgres sslmode=disable".encode()))
def drain():
    while True:
        r = pq.PQgetResult(c)
        if not r: return
        s = pq.PQresultStatus(v(r)); print("status", s, pq.PQcmdStatus(v(r)))
        if s in (3, 4): return s
def params(sql, *values):
    a = (ctypes.c_char_p * max(1, len(values)))(*values)
    print("send", pq.PQsendQueryParams(c, sql, len(values), None, a, None, None, 0))
params(b"copy bulk from stdin"); drain()
for i in range(3): pq.PQputCopyData(c, b"7\tseven\t7\n", 10)
pq.PQputCopyEnd(c, None); drain()
params(b"copy bulk from stdin"); drain()
pq.PQputCopyData(c, b"bad\n", 4); pq.PQputCopyEnd(c, None); drain()
params(b"select $1::text, 'x'", b"bound secret"); drain()
print("pipeline", pq.PQenterPipelineMode(c))
params(b"select $1::int", b"5"); params(b"select 6"); pq.PQsendFlushRequest(c); pq.PQflush(c); drain(); drain()
params(b"select 7"); pq.PQpipelineSync(c); params(b"select 1/$1::int", b"0"); params(b"select 8"); pq.PQpipelineSync(c)
params(b"select 9"); pq.PQpipelineSync(c)
for i in range(9): drain()
print("exit", pq.PQexitPipelineMode(c)); pq.PQfinish(c)
