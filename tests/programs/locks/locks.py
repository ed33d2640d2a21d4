# SPDX-License-Identifier: MIT
"""Threads that share a counter under a lock, hand items over through queues, conditions and semaphores, and meet at a barrier."""
import queue
import threading

ITEMS = 5000
lock, condition, limit, barrier = threading.Lock(), threading.Condition(), threading.Semaphore(3), threading.Barrier(4)
work, done = queue.Queue(10), queue.Queue()
count, turn = 0, 0


def counts():
    global count
    for _ in range(20000):
        with lock:
            count += 1


def works():
    while (item := work.get()) is not None:
        with limit:
            done.put(item * 2)


def takes_turns(mine):
    global turn
    barrier.wait()
    for _ in range(500):
        with condition:
            condition.wait_for(lambda: turn % 4 == mine)
            turn += 1
            condition.notify_all()


def run(function, arguments):
    threads = [threading.Thread(target=function, args=words) for words in arguments]
    for thread in threads:
        thread.start()
    return threads


counters, workers, takers = run(counts, [()] * 4), run(works, [()] * 4), run(takes_turns, [(i,) for i in range(4)])
for item in range(ITEMS):
    work.put(item)
for _ in workers:
    work.put(None)
for thread in counters + workers + takers:
    thread.join()
print(count, sum(done.get() for _ in range(ITEMS)), turn, lock.acquire(timeout=0.01), lock.acquire(timeout=0.01))
