/* SPDX-License-Identifier: MIT */
/*
 * syscall() is forwarded by a jump, with registers and stack as they came: whatever the call does to them (clone, vfork),
 * libc's own function does it. Only seccomp is looked at on its way.
 */
#include <sys/syscall.h>

    .text
    .globl syscall
    .type syscall, %function
    .hidden bp_real_syscall, bp_resolve, bp_seal_by_syscall
#if defined(__x86_64__)
    .macro call_and_keep function
    pushq %rdi
    pushq %rsi
    pushq %rdx
    pushq %rcx
    pushq %r8
    pushq %r9
    subq $8, %rsp
    .cfi_adjust_cfa_offset 56
    call \function
    addq $8, %rsp
    popq %r9
    popq %r8
    popq %rcx
    popq %rdx
    popq %rsi
    popq %rdi
    .cfi_adjust_cfa_offset -56
    .endm

syscall:
    .cfi_startproc
    cmpq $SYS_seccomp, %rdi
    je 2f
1:  movq bp_real_syscall(%rip), %rax
    testq %rax, %rax
    jz 3f
    jmp *%rax
2:  call_and_keep bp_seal_by_syscall
    jmp 1b
3:  call_and_keep bp_resolve
    jmp 1b
    .cfi_endproc
#elif defined(__aarch64__)
    .macro call_and_keep function
    stp x29, x30, [sp, #-80]!
    .cfi_adjust_cfa_offset 80
    .cfi_rel_offset x29, 0
    .cfi_rel_offset x30, 8
    stp x0, x1, [sp, #16]
    stp x2, x3, [sp, #32]
    stp x4, x5, [sp, #48]
    str x6, [sp, #64]
    bl \function
    ldp x0, x1, [sp, #16]
    ldp x2, x3, [sp, #32]
    ldp x4, x5, [sp, #48]
    ldr x6, [sp, #64]
    ldp x29, x30, [sp], #80
    .cfi_adjust_cfa_offset -80
    .cfi_restore x29
    .cfi_restore x30
    .endm

syscall:
    .cfi_startproc
    cmp x0, #SYS_seccomp
    b.eq 2f
1:  adrp x16, bp_real_syscall
    ldr x16, [x16, #:lo12:bp_real_syscall]
    cbz x16, 3f
    br x16
2:  call_and_keep bp_seal_by_syscall
    b 1b
3:  call_and_keep bp_resolve
    b 1b
    .cfi_endproc
#endif
    .size syscall, . - syscall
    .section .note.GNU-stack, "", %progbits
