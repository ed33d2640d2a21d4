/* SPDX-License-Identifier: MIT */
/*
 * syscall() by a jump, with registers and stack as they came: to libc's own function, so that whatever the call does to
 * them (clone, vfork) is done there, or to the stand-in for this number in syscall.c, which takes the same arguments.
 */
#include "resolve.inc"

    .text
    .globl syscall
    .type syscall, %function
    .hidden bp_real_syscall, bp_numbered, bp_numbered_count
#if defined(__x86_64__)
syscall:
    .cfi_startproc
1:  movq bp_real_syscall(%rip), %r11
    testq %r11, %r11
    jz 3f
    cmpq bp_numbered_count(%rip), %rdi
    jae 2f
    leaq bp_numbered(%rip), %rax
    movq (%rax, %rdi, 8), %rax
    testq %rax, %rax
    cmovnz %rax, %r11
2:  jmp *%r11
3:  RESOLVE
    jmp 1b
    .cfi_endproc
#elif defined(__aarch64__)
syscall:
    .cfi_startproc
1:  adrp x16, bp_real_syscall
    ldr x16, [x16, #:lo12:bp_real_syscall]
    cbz x16, 3f
    adrp x17, bp_numbered_count
    ldr x17, [x17, #:lo12:bp_numbered_count]
    cmp x0, x17
    b.hs 2f
    adrp x17, bp_numbered
    add x17, x17, #:lo12:bp_numbered
    ldr x17, [x17, x0, lsl #3]
    cmp x17, #0
    csel x16, x16, x17, eq
2:  br x16
3:  RESOLVE
    b 1b
    .cfi_endproc
#endif
    .size syscall, . - syscall
    .section .note.GNU-stack, "", %progbits
