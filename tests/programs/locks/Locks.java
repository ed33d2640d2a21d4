// SPDX-License-Identifier: MIT
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** Threads that share a counter under a monitor and a lock, hand items over through a queue, and meet at a barrier. */
class Locks {
    private static final int ITEMS = 20000;
    private static final Object monitor = new Object();
    private static final ReentrantLock lock = new ReentrantLock(true);
    private static final Semaphore limit = new Semaphore(2);
    private static final ArrayBlockingQueue<Integer> queue = new ArrayBlockingQueue<>(16);
    private static final AtomicLong sum = new AtomicLong();
    private static long monitored, locked;
    private static int turn;

    public static void main(String[] words) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(4);
        Thread[] threads = new Thread[12];
        for (int i = 0; i < 4; i++) {
            int mine = i;
            threads[i] = new Thread(() -> unchecked(() -> counts()));
            threads[4 + i] = new Thread(() -> unchecked(() -> works()));
            threads[8 + i] = new Thread(() -> unchecked(() -> { barrier.await(); takesTurns(mine); }));
        }
        for (Thread thread : threads) thread.start();
        for (int i = 0; i < ITEMS; i++) queue.put(i);
        for (int i = 0; i < 4; i++) queue.put(-1);
        for (Thread thread : threads) thread.join();
        System.out.println(monitored + " " + locked + " " + sum + " " + turn);
    }

    private static void counts() {
        for (int i = 0; i < 50000; i++) {
            synchronized (monitor) { monitored++; }
            lock.lock();
            try { locked++; } finally { lock.unlock(); }
        }
    }

    private static void works() throws Exception {
        for (int item; (item = queue.take()) >= 0; limit.release()) {
            limit.acquire();
            sum.addAndGet(item);
        }
    }

    private static void takesTurns(int mine) throws Exception {
        for (int i = 0; i < 500; i++)
            synchronized (monitor) {
                while (turn % 4 != mine) monitor.wait();
                turn++;
                monitor.notifyAll();
            }
    }

    private interface Work { void run() throws Exception; }

    private static void unchecked(Work work) {
        try { work.run(); } catch (Exception e) { throw new RuntimeException(e); }
    }
}
