"""Facts of the open questions on processes, addresses and locks: more answers, and half ones."""

from typing import Any

from tests.facts.open_answers_1 import graded, score

Question = dict[str, Any]


def halved(question: Question, half: str) -> None:
    """Assert that answers which tell half of it, one per paragraph, earn about half."""
    for answer in (" ".join(part.split()) for part in half.split("\n\n")):
        assert 0.4 <= score(question, answer) <= 0.75, answer


def test_process_thread_coroutine(question: Question) -> None:
    graded(
        question,
        good="""
        三者从重到轻。进程：独立的页表/地址空间，独立的 fd 表；线程：
        与同进程的其他线程同一份内存和 fd，私有的是寄存器、栈、TLS；协程：
        就是个带暂停点的函数对象，私有的只有局部变量和恢复的位置，栈也是借宿主线程的。调度：
        线程是内核的调度单位，进程切换其实就是切到另一个进程的线程，抢占式，随时可能被打断。
        协程是协作式的，只有遇到 await 才切，event loop 决定下一个谁跑。开销：
        协程切换等于几次函数调用，没有系统调用；线程切换要陷入内核存寄存器；
        跨进程的话再加上切换页表、TLB 刷新，之后缓存也冷了。崩溃：协程或线程写野指针，
        整个进程被 SIGSEGV 杀掉，里面的线程和协程全没了；其他进程包括父进程照常活着。

        Process: private page tables and fds. Thread: private registers and stack, memory and
        file descriptors common to all threads in the process. Coroutine: only local variables
        plus the point at which it is suspended; thousands sit in one thread. Who decides: for
        the first two it's the OS scheduler, which can interrupt at any instruction. For
        coroutines it's the program itself: they yield voluntarily at await, and one that never
        awaits hogs the loop. What's swapped: threads - CPU registers, stack pointer, via the
        kernel. Processes - the same and also the address space, so the TLB is flushed or
        tagged. Coroutines - merely the current frame in user mode, no kernel entry. Crash: the
        fault is delivered to the thread, but the entire process gets terminated, taking all
        threads and coroutines down. A different process survives since its memory is isolated.

        进程间地址空间相互隔离，fd 表也是各自一份；
        同一个进程里的线程看到的是同一个堆和全局变量，打开的文件也共享，各自带一套寄存器和栈。
        协程只是线程里的一个可暂停的函数，自带局部变量和暂停点。
        线程什么时候切由内核调度器说了算，可能在任何一条指令处被抢占；
        协程自己在 await 处交出控制权，不 await 就一直霸占着线程。线程切换保存寄存器、换内核栈；
        不同进程的线程之间切换还要切换页表，TLB 也就失效了；协程不进内核，只换帧。
        段错误默认把整个进程干掉，所有线程和协程一起没了，其他进程没事。

        Processes are isolated from one another: each has its own virtual memory and its own
        table of file descriptors. Threads in the same process see the same heap, globals and
        open files; private to a thread are its stack, registers and thread-local variables.
        Coroutines live on top of one thread and keep just their local state and the point where
        they were suspended. The scheduler of the kernel switches threads, whenever it likes. A
        coroutine is switched only when it reaches an await; nobody can interrupt it. A thread
        switch stores and loads CPU registers in the kernel. Between processes the page-table
        base is reloaded as well, which makes the TLB cold. Switching coroutines is a plain
        function return, entirely in user space. A segmentation fault terminates the process
        with all of its threads and coroutines, and no other process notices.

        每个进程独占一套虚拟地址空间和文件描述符；线程没有自己的内存，跟同进程的其他线程共用堆、
        全局区和打开的文件，只有栈、寄存器是私有的；协程更轻，就是一段能暂停的代码，
        只存局部变量和下次从哪继续。进程线程都归操作系统抢占式调度，协程靠事件循环，
        遇到 await 才会让出来。切线程：内核保存寄存器；切进程：在此之上再换页表，TLB 全凉；
        切协程：用户态里保存一下帧，没有系统调用。野指针：SIGSEGV 让整个进程退出，里面的线程、
        协程陪葬，别的进程不受波及。

        Processes don't see each other's memory because every one has its own page tables;
        descriptors are per process too. The threads of a process use common memory, heap and
        files and only have a stack and CPU registers for themselves. Coroutines exist inside a
        thread; what they own is the local variables and the position at which to continue.
        Threads (and so processes) are pre-empted by the kernel whenever the time slice is over;
        coroutines switch voluntarily, at an await expression. For threads, the kernel swaps the
        register set. If the process changes, so does the page table, and the TLB starts cold.
        For coroutines nothing goes through the kernel. The whole process dies, including all
        its other threads and coroutines. Neighbouring processes continue.

        进程有独立的地址空间、页表和文件描述符表，互不干扰；线程属于某个进程，
        共享它的地址空间和 fd，独有寄存器和栈；协程属于某个线程，独有的只是栈帧里的局部变量。
        进程、线程由内核决定何时切换（时间片、阻塞、抢占）；协程由代码里的 await 决定。
        进程切换：页表 + 寄存器，TLB 要刷；线程切换：寄存器和栈指针，页表不变；协程切换：
        不进内核，保存恢复点就行。段错误默认会杀死整个进程，所有线程和协程都没了，
        不影响其他进程。

        A process is the unit of isolation: address space, page tables, file table. A thread is
        the unit of scheduling: its own registers and stack, everything else is shared with the
        other threads of its process. A coroutine is a resumable function: its own frame with
        the local variables, all else shared with the thread it runs in. The kernel may switch
        threads at any instant; a coroutine switches only where it says await. Between threads
        of one process only registers are swapped, the page table stays; between processes the
        page tables are swapped too and the TLB suffers. Coroutines need no system call. The
        segfault kills the process, that is every thread and every coroutine in it; others are
        safe.
        """,
        bad="""
        线程和进程一样有独立的内存，只是更小，所以一个线程段错误只会让这个线程退出，
        其他线程继续运行。协程是轻量级的线程，由内核抢占调度，多个协程可以同时在多个核上跑，
        所以协程可以加速计算。切换协程也要进内核换页表。

        Each thread has its own memory like a small process, so a segfault in one thread ends
        just that thread and the others go on. Coroutines are lightweight threads which the
        kernel pre-empts, so several of them run on several cores at once, and switching them
        needs a system call and new page tables.

        进程之间共享内存，所以一个段错误会拖垮所有进程。每个线程有独立的地址空间，
        切换线程要换页表。协程由内核在时间片到时抢占，每个协程有自己的内核栈，
        切换要进内核保存寄存器。

        Processes share memory, so one segfault brings down all processes. Every thread has a
        separate address space, and a thread switch changes the page table. Coroutines are
        preempted by the kernel when their time slice ends; each has a kernel stack, and a
        switch enters the kernel.

        协程比线程快，因为内核专门为它做了优化，内核调度协程时不换页表。
        线程有自己独立的地址空间，段错误只影响它自己。进程之间可以直接读写对方的变量。

        Coroutines are fast because the kernel has a special scheduler for them. Each thread has
        its own address space, so a segfault affects only that thread. Processes can read one
        another's variables directly.
        """,
    )
    halved(
        question,
        """
        进程有独立的地址空间，线程共享进程的内存，但有自己的栈和寄存器。协程比线程更轻量，
        一个线程里可以有很多协程。线程和进程由操作系统调度，协程由用户程序自己调度，
        在 await 的时候让出 CPU。

        A process has its own address space while threads share the memory of their process but
        have their own stack and registers. Coroutines are lighter than threads, and many live
        in one thread. The operating system schedules threads and processes pre-emptively;
        coroutines give up control at await.
        """,
    )


def test_same_address_two_values(question: Question) -> None:
    graded(
        question,
        good="""
        因为 &x 是虚拟地址，要经过页表翻译，父子各有一套页表，
        同一个虚拟页最后指向两个不同的物理页。翻译：低 12 位是页内偏移不变，高位的页号先查 TLB；
        TLB 里没有就做 page walk，PGD→PUD→PMD→PTE 四级，每级用 9 位做下标，
        得到物理页号再加偏移。这是硬件做的，内核只负责填页表。fork：复制页表项，
        物理页共享并设为只读，引用计数加一。x=7：写到只读页，产生 page fault，
        内核拷贝那一页（4 KiB）给子进程，改它的映射，再重试写指令，所以父进程还看到 5。
        没写过的页、代码段、动态库，以及用 mmap MAP_SHARED 或 shm_open 建立的共享内存，
        两边指向同一个物理页。

        %p shows a virtual address. Parent and child have separate address spaces: the same page
        number leads through two page tables to two frames. Translation is done by the MMU:
        first the TLB, and when that misses, a page walk through four levels of tables (9+9+9+9
        bits), then frame number plus 12-bit offset. On fork nothing but the tables is
        duplicated; frames are shared and made read-only (copy-on-write). When the child writes,
        the CPU raises a page fault; the kernel sees it's a COW page, makes the child its
        private copy and retries the store. The parent's 5 is untouched. Before that write both
        read the very same frame. Deliberate sharing: shared memory via mmap(MAP_SHARED) or
        shm_open; also library code in the page cache.

        &x 是虚地址，父子进程的页表不一样，映射到的物理页也就不一样。翻译由 MMU 完成：
        虚拟页号先到 TLB 里找，找不到再从 CR3 开始走四级页表，拿到页框号，
        最后把 12 位页内偏移拼上去。fork 时只拷贝页表，页面标只读共享；
        子进程写 x 时触发写保护的缺页异常，内核给它分配一个新页并拷贝内容，再改页表。
        还没写的页、只读的代码段，还有 mmap 的共享映射，会是同一块物理内存。

        The pointer holds a virtual address and each of the two processes translates it through
        its own page tables, ending in different page frames. The CPU's MMU does that: it takes
        the page number, consults the TLB, and after a miss walks the four levels of tables that
        CR3 points to; the 12-bit offset within the page is appended unchanged. At fork the
        kernel gives the child a copy of the page tables and write-protects the pages in both.
        Storing 7 causes a protection fault, upon which the kernel duplicates the page and maps
        the duplicate into the child. They do share memory where pages are still untouched since
        the fork, for read-only code, and in mappings made with MAP_SHARED.

        地址是虚拟的。内核给父子进程各维护一份页表，同样的虚拟页号查出来是不同的页框，
        因此一个是 5 一个是 7。查找过程：MMU 先看 TLB，未命中则硬件按 PGD、PUD、PMD、
        PTE 的顺序走页表，得到物理页框，加上低 12 位偏移得到物理地址。fork 并没有真的复制数据，
        只让页表项指向相同的页并去掉写权限；子进程一写就触发缺页，内核这才复制该页。
        共享内存（mmap 加 MAP_SHARED）、动态库的代码，以及没被写过的页，双方用的是同一物理页。

        Because the address is virtual: the kernel keeps a page table per process, and the same
        virtual page points to another frame in each. Hardware does the lookup. The MMU asks the
        TLB; if the entry is missing it walks four levels of page tables. Only the page number
        is replaced, the lower 12 bits stay. fork doesn't copy data, it just makes both tables
        point at the same frames and removes write permission. The assignment then traps, and
        the kernel gives the child its own copy of that page. Pages neither has modified,
        libraries, and explicitly shared mappings (MAP_SHARED) are the same memory.

        程序看到的都是虚拟地址，内核为每个进程维护独立的页表，
        所以相同的虚拟地址可以对应不同的物理地址。地址翻译：取高 36 位作虚拟页号，查 TLB；
        未命中则 MMU 走四级页表；得到物理页号后与低 12 位偏移拼接。fork 只复制页表，
        父子的私有页都改为只读（写时复制）。x=7 触发缺页，内核复制该页并更新子进程页表。
        共享内存、共享库、没改过的页是同一块物理内存。

        Programs see virtual addresses only. Since every process has a page table of its own,
        equal virtual addresses may stand for different physical ones. The MMU splits the
        address into a 36-bit page number and a 12-bit offset, looks the number up in the TLB,
        or else walks four levels of tables, and puts the frame number in front of the offset.
        fork shares all frames copy-on-write; x = 7 faults, and the kernel copies one page and
        changes the child's entry. The same memory: pages unmodified since the fork, shared
        libraries, shared mappings.
        """,
        bad="""
        fork 的时候内核把父进程的全部内存复制了一份给子进程，所以 x 有两份。
        地址一样是因为 printf 打印的是物理地址的缓存，CPU 缓存里每个进程有自己的一行。
        翻译由内核软件完成，每次访问都要陷入内核查表。两个进程永远不会共享物理内存。

        fork copies the whole memory of the parent at once, so there are two x from the start.
        The address printed is physical, but each process has its own cache line. The kernel
        translates every access in software. Two processes never share physical memory.

        打印的是物理地址，但 CPU 缓存里父子各有一份，所以值不同。fork 把所有内存都拷了一份。
        内核在每次访问时查表翻译地址，硬件不参与。

        It is the physical address, but the parent's and the child's caches hold different
        values. fork copies all memory straight away. The kernel translates each access by
        looking in a table, without hardware.

        fork 会给子进程分配一套全新的物理内存并立即复制，地址相同是因为编译器写死了地址。
        CPU 用地址直接访问内存条，不需要翻译。两个进程永远不可能访问同一块物理内存。

        fork gives the child a new set of physical memory and copies everything immediately; the
        addresses agree as the compiler fixed them. The CPU puts the address straight on the
        memory bus. Two processes can never reach the same memory.
        """,
    )
    halved(
        question,
        """
        打印的是虚拟地址，父子进程有各自的页表，映射到不同的物理内存。fork 采用写时复制，
        子进程写 x 的时候才复制一页。

        It is a virtual address. Parent and child have their own page tables, which map it to
        different physical memory. fork uses copy-on-write, so the page is copied when the child
        writes x.
        """,
    )


def test_mutex_spinlock_semaphore_cas(question: Question) -> None:
    graded(
        question,
        good="""
        等待方式：mutex 阻塞（futex 休眠，由内核唤醒），spinlock 忙等，
        semaphore 计数减到 0 以后的线程也阻塞。适用：锁持有时间长用 mutex；
        几十个指令的短临界区且持有者一定在另一个核上跑才用自旋；信号量管 N 个资源或做通知。
        根本区别在归属：mutex 只能由加锁的线程来解；信号量任何线程都可以 V，所以能当信号用。
        线程多于核数时自旋不好：持有锁的线程可能被调度下去了，自旋者占着核空转，
        反而让它更晚运行。add: while True: v = *p; if cas(p, v, v+k): break。
        失败表示有别的线程抢先改成功了，拿新值重试即可。成功只说明此刻的值等于旧值，
        中间可能改过又改回来（ABA），解决办法是带 tag/version 或 hazard pointer。

        Who waits how: mutex - blocks, gives up the core; spin - busy-waits, uses up the core;
        semaphore - blocks until the count becomes positive. Mutex for general use, spin when
        the hold time is shorter than a context switch and the holder is certainly running on
        another core, semaphore for N identical resources (a pool) or for notification. The key
        difference is ownership: only the locker may release a mutex, while sem_post can come
        from a different thread. Oversubscribed user threads: the holder can be descheduled
        while holding, and everyone else spins uselessly, delaying it. int v; do v = load(p);
        while (!cas(p, v, v + k)); Failing means we lost a race to someone whose update went
        through; reload, try again. No: value equality isn't history. It could have gone 5→6→5
        in between (ABA). Version counters or hazard pointers help.

        拿不到互斥锁的线程会进入睡眠，由内核在解锁时叫醒，适合持锁时间比较长的情况。
        拿不到自旋锁的线程在原地死循环，占着 CPU，适合持锁只有几条指令的情况。
        信号量为 0 时线程睡眠，适合控制并发数。信号量没有拥有者的概念，A 线程 P，
        B 线程 V 都可以；互斥锁要求加锁者自己解锁。线程比核多时，拿着锁的线程很可能没在跑，
        自旋的线程会白白耗掉自己的时间片。add：循环里读出 old，cas(p, old, old+k)，
        不成功就再来一遍。失败就是被别的线程抢先了。成功不能说明没变过，可能经历了 A-B-A。

        Blocked on a mutex, a thread is put to sleep by the kernel and gets woken when the lock
        is released; fine when the lock is held for long. Waiting for a spinlock it stays on its
        core, testing again and again, which pays only when the lock is held for a few
        instructions. A semaphore puts threads to sleep while its count is 0; it bounds
        concurrency. Mutexes have an owner, semaphores don't: one thread may wait and another
        post. With more threads than cores the thread holding the lock is often not running, so
        those spinning waste their time slices. for (;;) { int old = *p; if (cas(p, old, old +
        k)) return; } When it fails somebody else was faster, and one starts again with the new
        value. Success doesn't prove anything about the past: A→B→A is possible.

        互斥锁等不到会睡下去，内核把它从运行队列摘掉，有人解锁再唤醒，
        适合临界区里有 IO 或者比较久。自旋锁是忙等，CPU 一直在转，
        只有持锁时间比一次切换还短才划算。信号量是带计数的，大于零就减一通过，等于零就睡，
        常用于限流、生产者消费者。本质区别：互斥锁有归属，谁加的谁解；信号量没有归属，
        别的线程也能 post。线程多于核：持锁的那个可能没被调度，别的线程转一整个时间片都是浪费。
        do { v = *p; } while (!cas(p, v, v + k)); 失败意味着有竞争，别人先改了，重新读再来。
        不能证明，ABA。

        If a mutex is taken the thread is descheduled until the owner unlocks it, so it's right
        when the wait may be long. With a spinlock the thread burns cycles polling the flag, so
        it's right only if the hold time is tiny and the holder is on another core. A semaphore
        is a counter: wait decrements or sleeps at zero, post increments; it's for limiting
        access to N things or for signalling. In principle: ownership. A mutex is unlocked by
        the thread that locked it, a semaphore may be posted by anybody. With too many threads,
        the one that has the lock may be off the CPU, and the rest spin uselessly for their
        quantum. while (true) { old = *p; if (cas(p, old, old+k)) break; }. Failure = someone
        else changed *p first; reload and retry. No; *p may have changed and come back (ABA).

        1. 互斥锁：线程阻塞，被挂起，不占 CPU，释放时被唤醒，临界区长时用。2. 自旋锁：
        线程一直占着 CPU 轮询，临界区极短、多核时用。3. 信号量：计数为零则阻塞，
        适合多个相同资源、线程间通知。4. 区别：互斥锁有持有者，谁锁谁开；信号量没有持有者。
        5. 线程比核多时持锁者可能被切出去，自旋者空耗 CPU。
        6. while(1){ o=*p; if(cas(p,o,o+k)) break; } 失败说明 *p 被别人改过，重来。
        成功不能证明：ABA。

        1. Mutex: the thread is blocked, uses no CPU, and is woken at release. For long critical
        sections. 2. Spinlock: the thread keeps polling on the CPU. For very short sections on
        several cores. 3. Semaphore: blocks at count zero. For several identical resources, and
        for notifying. 4. A mutex has an owner, a semaphore has none; anyone can release it. 5.
        If threads outnumber cores, the owner may be switched out, and spinning wastes CPU. 6.
        while (1) { o = *p; if (cas(p, o, o + k)) break; } Failure: *p was changed by others, go
        round again. Success proves nothing: ABA.
        """,
        bad="""
        自旋锁不用进内核，所以总比互斥锁快，用户态应尽量用自旋锁。信号量就是初值为 1 的互斥锁，
        两者没有本质区别。add 写成 old = *p; cas(p, old, old+k); 失败说明出错了，应该报异常。
        CAS 成功说明中间没有别的线程改过 *p，因为它是原子的。

        A spinlock never enters the kernel, so it is always faster than a mutex and user
        programs should prefer it. A semaphore with count 1 is the same as a mutex. add: old =
        *p; cas(p, old, old + k). A failure is an error to report. Since CAS is atomic, success
        proves that nobody changed *p in between.

        拿不到自旋锁的线程会睡眠，拿不到互斥锁的线程会一直循环。信号量有所有者，
        只能由减一的那个线程加一。线程越多自旋锁越合适。CAS 成功就说明中间没有变过。

        A thread waiting for a spinlock sleeps; one waiting for a mutex loops. A semaphore has
        an owner, and only the thread that took it may post it. The more threads, the better a
        spinlock. A successful cas proves that nothing changed in between.

        互斥锁和自旋锁是一回事，只是名字不同。信号量就是互斥锁加个计数，也只能由持有者释放。
        自旋锁不会让出 CPU，所以总是更快。cas 失败要报错退出；成功就证明没人动过。

        A mutex and a spinlock are the same thing under two names. A semaphore is a mutex with a
        counter and may be released by its owner only. A spinlock never gives up the CPU, so it
        is always faster. A failed cas is an error; a successful one proves that nobody touched
        the value.
        """,
    )
    halved(
        question,
        """
        互斥锁拿不到会睡眠，自旋锁会忙等，信号量计数为零时睡眠。互斥锁适合长临界区，
        自旋锁适合短的。CAS 写 add：do { old = *p; } while (!cas(p, old, old+k))。失败就重试。

        A thread waiting for a mutex sleeps, one waiting for a spinlock busy-waits, one waiting
        for a semaphore sleeps while the count is zero. Mutexes suit long critical sections,
        spinlocks short ones. add: do { old = *p; } while (!cas(p, old, old + k)); on failure it
        retries.
        """,
    )
