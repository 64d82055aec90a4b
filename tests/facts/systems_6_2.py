"""Facts of the open questions on processes, addresses and locks, and how they are graded."""

import ctypes
import mmap
import os
from typing import Any

import numpy as np
import pytest

from app.domain.kinds import QUESTION
from app.domain.kinds.open import OpenQuestion
from app.domain.variants import Variant
from tests.facts.prose import says
from tests.facts.systems_6 import child

Question = dict[str, Any]

# Bytes of one suspended coroutine and its task; in a program of its own, because what is traced
# is what every thread allocates.
SUSPENDED = """
import asyncio, tracemalloc

async def wait(event):
    await event.wait()

async def suspended():
    event = asyncio.Event()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    tasks = [asyncio.ensure_future(wait(event)) for _ in range(200)]
    await asyncio.sleep(0)
    used = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    event.set()
    await asyncio.gather(*tasks)
    return used / 200

print(asyncio.run(suspended()))
"""


def scores(question: Question, *answers: str) -> list[float]:
    """Grade answers to an open question as the site does before a person confirms."""
    asked = QUESTION.validate_python(question)
    assert isinstance(asked, OpenQuestion)
    return [asked.grade(answer, Variant(0)).score or 0.0 for answer in answers]


def graded(question: Question, good: list[str], bad: list[str]) -> None:
    """Assert full marks for the model answer, 70 % for paraphrases, 35 % at most for errors."""
    assert scores(question, *question["model_answer"].values()) == [1, 1]
    assert [one for one in zip(scores(question, *good), good, strict=True) if one[0] < 0.7] == []
    assert [one for one in zip(scores(question, *bad), bad, strict=True) if one[0] > 0.35] == []


def test_process_thread_coroutine(question: Question) -> None:
    graded(
        question,
        [
            (
                "进程是资源分配的单位，各进程地址空间独立、互不可见；线程是调度单位，同进程线"
                "程共享代码段、堆、打开的文件，但有自己的栈、寄存器和程序计数器。协程是用户态"
                "的，由程序在 await 时让出，切换只保存少量寄存器，不用陷入内核。进程切换要换"
                "页表、刷 TLB，线程之间不用。一个线程段错误会导致整个进程崩溃，其他进程不受影"
                "响。"
            ),
            (
                "A process owns its address space and file descriptors. Threads within a "
                "process share that address space but each has its own stack and registers. "
                "Coroutines are multiplexed on one thread by an event loop and yield only at "
                "await points. Thread switches go through the kernel which saves the "
                "registers; a process switch also changes the page table and flushes the "
                "TLB. A segfault in any thread kills the entire process, other processes "
                "survive."
            ),
            (
                "进程之间内存互相隔离，每个进程有自己的页表。线程共享同一个进程的堆和文件，只"
                "有栈和寄存器是"
                "私有的。协程运行在一个线程里，靠 await 主动让出，内核看不见它。线程是内核抢占的。"
                "进程切换要换页表，TLB 会冷。一个线程段错误，整个进程就挂了。"
            ),
            (
                "每个进程都有自己的地址空间；同一进程的线程共用内存，但各有一个栈。协程只记住"
                "局部变量和恢复点，"
                "切换不进内核，协程自己让出才会换。进程切换还要换页表。别的进程不受段错误影响。"
            ),
            (
                "Each process has its own memory, threads share the heap and open files but k"
                "eep a stack "
                "of their own. A coroutine lives inside one thread and yields at await; the k"
                "ernel "
                "preempts threads. Switching to another process changes the registers and the"
                " page "
                "table too. A segfault kills the whole process."
            ),
            (
                "Processes have separate address spaces. The threads of a process share memor"
                "y, with own "
                "stacks and registers. Coroutines keep only their local variables and where t"
                "o resume; "
                "coroutines give up control themselves. Going to another process one also swi"
                "tches the "
                "page table. With a segfault all threads die."
            ),
        ],
        [
            (
                "线程有自己的地址空间，进程之间共享内存。协程由内核抢占调度，线程自己让出。"
                "线程切换要换页表，进程切换不用。"
            ),
            "段错误只会结束出错的那个线程，其他线程继续运行。协程有自己的内核栈，切换要进内核。",
            (
                "Threads have their own address space and processes share memory. The kernel "
                "preempts "
                "coroutines, threads yield voluntarily. Switching threads changes the page table."
            ),
            "Processes do not have their own memory; only the faulting thread dies.",
        ],
    )
    stacks = 10_000 * 8 / 1024  # GiB
    assert stacks == pytest.approx(78, abs=0.2)

    assert float(child(SUSPENDED).stdout) < 4096
    assert 10_000 * 4 / 1024 < 40  # KiB to MiB
    says(question, "78 GiB", "4 KiB", "40 MiB")


def seen_by_parent(kind: int) -> tuple[bool, int]:
    """Let a forked child store 7 over 5: are the addresses equal, and what does the parent see?"""
    block = mmap.mmap(-1, mmap.PAGESIZE, flags=kind | mmap.MAP_ANONYMOUS)
    block[0] = 5
    here = ctypes.addressof(ctypes.c_char.from_buffer(block))
    out, into = os.pipe()
    if (pid := os.fork()) == 0:
        block[0] = 7
        where = ctypes.addressof(ctypes.c_char.from_buffer(block))
        os.write(into, str(where).encode())
        os._exit(0)
    os.waitpid(pid, 0)
    there = int(os.read(out, 99))
    os.close(out)
    os.close(into)
    return here == there, block[0]


def test_same_address_two_values(question: Question) -> None:
    graded(
        question,
        [
            (
                "指针打印的是虚拟地址，父子进程页表不同，映射到了不同的物理页帧。CPU 里的 "
                "MMU 把虚拟地址拆成页号和偏移，先查 TLB，miss 就走四级页表，得到物理页号再拼"
                "上偏移。fork 用写时复制，页表项设为只读；子进程写的时候触发缺页中断，内核拷"
                "贝一页。用共享内存或没写过的页、动态库代码时物理页是同一个。"
            ),
            (
                "Pointers are virtual; parent and child have separate page tables mapping "
                "the same virtual page to different physical frames. The MMU splits the "
                "address into virtual page number and offset, checks the TLB, otherwise "
                "walks the four-level page table. fork is copy-on-write: the child's store "
                "faults and the kernel allocates a new page. Shared libraries and MAP_SHARED "
                "mappings share frames."
            ),
            (
                "打印出来的是虚拟地址，两个进程各有自己的页表，所以指到不同的物理内存。地址的"
                "高位是页号，低 12 位"
                "是页内偏移。MMU 查 TLB，没命中就一级一级查页表。fork 之后写时复制，子进程一"
                "写就得到新页。"
            ),
            (
                "虚拟地址相同，但每个进程的页表不同，映射到不同的物理页框。硬件翻译页号，偏移"
                "原样保留。fork 时"
                "页标成只读，写 x 触发缺页异常，内核复制那一页。用 MAP_SHARED 的共享内存时是"
                "同一块。"
            ),
            (
                "These are virtual addresses; each process has its own page table mapping them to "
                "different frames. The MMU checks the TLB and otherwise walks the tables. The"
                " low 12 "
                "bits are the offset, the upper bits the page number. After fork pages are shared "
                "copy-on-write, so the store gives the child a fresh page."
            ),
            (
                "Same virtual address, different physical memory, since there are two page ta"
                "bles. "
                "Hardware translates the page number and the offset stays. Both had the page "
                "read-only "
                "after fork; the write faults and the page is copied. Shared memory would be "
                "common."
            ),
        ],
        [
            "打印的是物理地址，父子进程轮流用这块内存，切换时把内容换进换出。",
            "fork 立刻复制全部内存，所以子进程有自己的 x，地址相同是巧合。",
            "printf prints physical addresses, and fork copies all memory at once.",
            "The compiler gives x the same address in both, and the linker separates them.",
        ],
    )
    assert seen_by_parent(mmap.MAP_PRIVATE) == (True, 5)
    assert seen_by_parent(mmap.MAP_SHARED) == (True, 7)
    address = 0x55D0C0A3F010
    bits = f"{address:048b}"
    cut = [int(bits[start : start + 9], 2) for start in range(0, 36, 9)]
    assert (cut, int(bits[36:], 2)) == ([171, 323, 5, 63], 0x010)
    assert hex(int(bits[:36], 2)) == "0x55d0c0a3f"
    assert hex(0x1A2B3 * 4096 + 0x010) == "0x1a2b3010"
    says(question, "171", "323", "`0x1a2b3010`", "9+9+9+9+12")


def totals(steps: tuple[str, ...], state: tuple[int, ...], *, swapped: bool) -> set[int]:
    """Follow two threads that add 1; return every total that some interleaving reaches.

    `steps` says what each thread does next, `state` holds the shared value and what each read.
    """
    found: set[int] = set()
    for i in (0, 1):
        after, now = list(steps), list(state)
        if steps[i] == "read":
            now[1 + i] = state[0]
            after[i] = "write"
        elif steps[i] == "write" and swapped and state[0] != state[1 + i]:
            after[i] = "read"
        elif steps[i] == "write":
            now[0] = state[1 + i] + 1
            after[i] = "done"
        else:
            continue
        found |= totals(tuple(after), tuple(now), swapped=swapped)
    return found or {state[0]}


def test_mutex_spinlock_semaphore_cas(question: Question) -> None:
    graded(
        question,
        [
            (
                "互斥锁抢不到就让线程休眠，适合临界区长的；自旋锁抢不到就原地循环等待，适合临"
                "界区很短、多核。信号量可以有多个许可，任何线程都能释放它，没有持有者概念，互"
                "斥锁只能由加锁的线程解锁。线程多于核时，持有自旋锁的线程被抢占，其他线程白白"
                "消耗时间片。do old=*p while(!cas(p,old,old+k))；失败说明值被别人改了，要重试"
                "。成功不能证明，有 ABA 问题。"
            ),
            (
                "Mutex: waiting threads block and are woken by the kernel. Spinlock: waiting "
                "threads burn CPU polling. Semaphore: counts permits; anyone can post. The "
                "holder may be descheduled, then spinning is wasted. Loop: load old, cas, "
                "retry on failure. No, the ABA problem."
            ),
            (
                "拿不到互斥锁就睡眠，由内核唤醒；自旋锁则一直忙等，只适合很短的临界区。信号量"
                "是计数，没有所有者，"
                "别的线程也能放。线程比核多时持锁的线程可能被抢占，别人白白空转。add 就是读旧"
                "值，cas 失败就重试。"
                "成功也可能有 ABA。"
            ),
            (
                "互斥锁会让线程挂起；自旋锁在循环里反复试。信号量不属于任何线程，用来限制 n "
                "个名额。持有者被换下去时，"
                "自旋的把时间片浪费掉。while 循环里读 old 再 cas，失败说明被人改了，重来。"
            ),
            (
                "A mutex puts the waiter to sleep. A spinlock keeps polling and pays only for"
                " very short "
                "sections. A semaphore has no owner, it counts permits. If the holder is pree"
                "mpted, the "
                "others waste their time slice. Loop: read old, cas(old, old + k), retry on f"
                "ailure. "
                "The value may have changed back (ABA)."
            ),
            (
                "A thread waiting on a mutex blocks in the kernel: the mutex blocks it. Spinl"
                "ocks burn "
                "CPU in a loop. Any thread may post a semaphore. While the lock holder is des"
                "cheduled "
                "all spinning is wasted. In a while loop read the old value and try the cas again."
            ),
        ],
        [
            "自旋锁等的时候睡眠，互斥锁忙等。信号量和互斥锁一样有主人。CAS 成功就证明值没变过。",
            "自旋锁总是更快，所以线程越多越该用自旋锁；cas 一定成功，不用重试。",
            (
                "A spinlock puts the waiter to sleep, a mutex spins. A semaphore has an owner"
                " like a "
                "mutex. A cas that succeeds proves that nothing changed."
            ),
            "Spinlocks are always faster, and cas never fails.",
        ],
    )
    assert totals(("read", "read"), (0, -1, -1), swapped=False) == {1, 2}
    assert totals(("read", "read"), (0, -1, -1), swapped=True) == {2}
    sleep = 7.0
    for wait in np.linspace(0.1, 50, 300):
        cost = wait if wait < sleep else sleep + sleep
        assert cost <= 2 * min(wait, sleep)
    assert -(-10 // 3) * 2 == 8
