/* SPDX-License-Identifier: MIT */
/*
 * dlopen by a jump, because it looks who calls: whose search path a name without a slash is found by, and in whose
 * namespace. Only a path that is to be bound deeply goes through deepbind.c.
 */
#define RTLD_DEEPBIND 8
#include "resolve.inc"

    .text
    .globl dlopen
    .type dlopen, %function
    .hidden bp_real_dlopen, bp_open_deeply
#if defined(__x86_64__)
dlopen:
    .cfi_startproc
1:  movq bp_real_dlopen(%rip), %r11
    testq %r11, %r11
    jz 4f
    testl $RTLD_DEEPBIND, %esi
    jz 3f
    movq %rdi, %rax
    testq %rax, %rax
    jz 3f
2:  movzbl (%rax), %ecx
    incq %rax
    testb %cl, %cl
    jz 3f
    cmpb $'/', %cl
    jne 2b
    jmp bp_open_deeply
3:  jmp *%r11
4:  RESOLVE
    jmp 1b
    .cfi_endproc
#elif defined(__aarch64__)
dlopen:
    .cfi_startproc
1:  adrp x16, bp_real_dlopen
    ldr x16, [x16, #:lo12:bp_real_dlopen]
    cbz x16, 4f
    tbz w1, #3, 3f
    cbz x0, 3f
    mov x9, x0
2:  ldrb w10, [x9], #1
    cbz w10, 3f
    cmp w10, #'/'
    b.ne 2b
    b bp_open_deeply
3:  br x16
4:  RESOLVE
    b 1b
    .cfi_endproc
#endif
    .size dlopen, . - dlopen
    .section .note.GNU-stack, "", %progbits
