import com.sun.net.httpserver.HttpServer;
import java.io.*;
import java.net.*;
import java.net.http.*;
import java.nio.ByteBuffer;
import java.nio.channels.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.security.MessageDigest;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.*;
import java.util.stream.*;

/** Exercises Java's ways of talking to others; prints what must not depend on timing. */
public class Load {
    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[0]);
        web(count);
        channels();
        children();
        threads();
        files();
    }

    static String hash(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
    }

    static void web(int count) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        server.setExecutor(pool);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            byte[] answer = (exchange.getRequestURI() + " " + body.length + "\n").repeat(10).getBytes();
            exchange.sendResponseHeaders(200, answer.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(answer);
            }
        });
        server.start();
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<CompletableFuture<String>> answers = new ArrayList<>();
        Semaphore open = new Semaphore(16);
        for (int n = 0; n < count; n++) {
            open.acquire();
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + n))
                .POST(HttpRequest.BodyPublishers.ofString("b".repeat(n * 97 % 3000))).build();
            answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenApply(answer -> answer.statusCode() + " " + answer.body()).whenComplete((a, e) -> open.release()));
        }
        String all = answers.stream().map(CompletableFuture::join).collect(Collectors.joining());
        System.out.println("http " + hash(all.getBytes()));
        server.stop(0);
        pool.shutdown();
    }

    static void channels() throws Exception {
        ServerSocketChannel listener = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
        listener.configureBlocking(false);
        Thread server = new Thread(() -> serve(listener));
        server.start();
        List<String> sums = new ArrayList<>();
        for (int c = 0; c < 4; c++) {
            try (Socket socket = new Socket("127.0.0.1", ((InetSocketAddress) listener.getLocalAddress()).getPort())) {
                byte[] sent = new byte[20000];
                Arrays.fill(sent, (byte) ('a' + c));
                socket.getOutputStream().write(sent);
                socket.shutdownOutput();
                sums.add(hash(socket.getInputStream().readAllBytes()));
            }
        }
        server.join();
        listener.close();
        System.out.println("channels " + sums);
        try (DatagramSocket one = new DatagramSocket(0, InetAddress.getLoopbackAddress()); DatagramSocket other = new DatagramSocket()) {
            other.send(new DatagramPacket("datagram".getBytes(), 8, one.getLocalSocketAddress()));
            DatagramPacket got = new DatagramPacket(new byte[100], 100);
            one.receive(got);
            System.out.println(new String(got.getData(), 0, got.getLength()));
        }
    }

    static void serve(ServerSocketChannel listener) {
        try (Selector selector = Selector.open()) {
            listener.register(selector, SelectionKey.OP_ACCEPT);
            ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
            for (int left = 4; left > 0; ) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.isAcceptable()) {
                        SocketChannel accepted = listener.accept();
                        accepted.configureBlocking(false);
                        accepted.register(selector, SelectionKey.OP_READ);
                    } else {
                        SocketChannel channel = (SocketChannel) key.channel();
                        buffer.clear();
                        if (channel.read(buffer) < 0) {
                            channel.close();
                            left--;
                        }
                        for (buffer.flip(); buffer.hasRemaining(); ) channel.write(buffer);
                    }
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void children() throws Exception {
        Process sort = new ProcessBuilder("sort", "-n").start();
        try (Writer in = sort.outputWriter()) {
            for (int n = 3000; n > 0; n--) in.write(n + "\n");
        }
        System.out.println("sort " + hash(sort.getInputStream().readAllBytes()) + " " + sort.waitFor());
        ProcessBuilder bare = new ProcessBuilder("sh", "-c", "echo $ONLY; echo err >&2; exit 3").redirectErrorStream(true);
        bare.environment().clear();
        bare.environment().put("ONLY", "this");
        Process process = bare.start();
        System.out.print(new String(process.getInputStream().readAllBytes()));
        System.out.println("ended with " + process.waitFor());
        try {
            new ProcessBuilder("/no/such/program").start();
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
        List<Process> row = ProcessBuilder.startPipeline(List.of(new ProcessBuilder("seq", "1000"), new ProcessBuilder("grep", "7"), new ProcessBuilder("wc", "-l")));
        System.out.print("pipeline " + new String(row.get(2).getInputStream().readAllBytes()));
    }

    static void threads() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(12);
        ReentrantLock lock = new ReentrantLock();
        Condition full = lock.newCondition();
        long[] sum = new long[2];
        AtomicLong counted = new AtomicLong();
        BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(10);
        Future<Long> consumer = pool.submit(() -> {
            long total = 0;
            for (int n = 0; n < 2000; n++) total += queue.take();
            return total;
        });
        for (int t = 0; t < 8; t++) {
            pool.submit(() -> {
                for (int n = 0; n < 250; n++) {
                    queue.put(n);
                    counted.incrementAndGet();
                    lock.lock();
                    try {
                        if (++sum[0] == 2000) full.signalAll();
                    } finally {
                        lock.unlock();
                    }
                }
                return null;
            });
        }
        lock.lock();
        while (sum[0] < 2000) full.await();
        lock.unlock();
        pool.shutdown();
        System.out.println("threads " + consumer.get() + " " + counted + " " + IntStream.range(0, 100000).parallel().mapToLong(n -> n % 7).sum());
    }

    static void files() throws Exception {
        Path file = Files.createTempFile("load", "");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[100000]), ByteBuffer.wrap("end".getBytes())});
            channel.force(true);
        }
        Path copy = file.resolveSibling("copy");
        Files.copy(file, copy);
        try (FileChannel from = FileChannel.open(file); FileChannel to = FileChannel.open(copy, StandardOpenOption.APPEND)) {
            System.out.println("files " + from.transferTo(0, from.size(), to) + " " + hash(Files.readAllBytes(copy)) + " " + java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
        System.out.println(Files.readAllLines(Path.of("/proc/self/comm"), StandardCharsets.UTF_8));
        Files.delete(file);
        Files.delete(copy);
    }
}
