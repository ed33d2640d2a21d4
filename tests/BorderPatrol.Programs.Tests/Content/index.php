<?php
// One kind of work a request, with an answer that depends on nothing else.
header('Content-Type: text/plain');
switch ($_GET['do']) {
    case 'text':
        echo "text\n";
        break;
    case 'big':
        for ($i = 0; $i < 3000; $i++) {
            echo "line $i of a long answer\n";
        }
        break;
    case 'echo':
        $body = file_get_contents('php://input');
        echo strlen($body), ' ', sha1($body), "\n";
        break;
    case 'sort':
        $process = proc_open(['sort', '-n'], [['pipe', 'r'], ['pipe', 'w']], $pipes);
        for ($i = 500; $i > 0; $i--) {
            fwrite($pipes[0], "$i\n");
        }
        fclose($pipes[0]);
        echo stream_get_contents($pipes[1]);
        echo proc_close($process), ' ', trim(shell_exec('echo from a shell')), "\n";
        break;
    case 'pair':
        [$one, $other] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, STREAM_IPPROTO_IP);
        fwrite($one, "over a pair\n");
        $read = [$one, $other];
        $write = $except = null;
        echo stream_select($read, $write, $except, 5), ' ', fgets($other);
        $name = tempnam(sys_get_temp_dir(), 'bp');
        file_put_contents($name, str_repeat('z', 10000), LOCK_EX);
        echo filesize($name), ' ', decoct(fileperms($name)), "\n";
        unlink($name);
        break;
    case 'error':
        error_log('complained');
        http_response_code(500);
        echo intdiv(1, 0);
        break;
    default:
        http_response_code(404);
        echo "nothing of that name\n";
}
