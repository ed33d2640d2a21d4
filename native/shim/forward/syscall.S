/* SPDX-License-Identifier: MIT */
/*
 * syscall() by a jump, with registers and stack as they came: to libc's own function, so that whatever the call does to
 * them (clone, vfork) is done there, or to the stand-in for this number in syscall.c, which takes the same arguments.
 */
    .text
    .globl syscall
    .type syscall, %function
    .hidden bp_real_syscall, bp_resolve, bp_numbered, bp_numbered_count
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
3:  pushq %rdi
    pushq %rsi
    pushq %rdx
    pushq %rcx
    pushq %r8
    pushq %r9
    subq $8, %rsp
    .cfi_adjust_cfa_offset 56
    call bp_resolve
    addq $8, %rsp
    popq %r9
    popq %r8
    popq %rcx
    popq %rdx
    popq %rsi
    popq %rdi
    .cfi_adjust_cfa_offset -56
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
3:  stp x29, x30, [sp, #-80]!
    .cfi_adjust_cfa_offset 80
    .cfi_rel_offset x29, 0
    .cfi_rel_offset x30, 8
    stp x0, x1, [sp, #16]
    stp x2, x3, [sp, #32]
    stp x4, x5, [sp, #48]
    str x6, [sp, #64]
    bl bp_resolve
    ldp x0, x1, [sp, #16]
    ldp x2, x3, [sp, #32]
    ldp x4, x5, [sp, #48]
    ldr x6, [sp, #64]
    ldp x29, x30, [sp], #80
    .cfi_adjust_cfa_offset -80
    .cfi_restore x29
    .cfi_restore x30
    b 1b
    .cfi_endproc
#endif
    .size syscall, . - syscall
    .section .note.GNU-stack, "", %progbits
