/* SPDX-License-Identifier: MIT */
/*
 * vfork cannot be forwarded by a function that returns: the child would overwrite the frame that the parent returns
 * through. So the return address waits in a register, which the kernel keeps for each of the two.
 */
#include <sys/syscall.h>

    .text
    .globl vfork, __vfork
    .type vfork, %function
    .type __vfork, %function
    .hidden bp_vfork_begin, bp_vfork_end
vfork:
__vfork:
#if defined(__x86_64__)
    .cfi_startproc
    subq $8, %rsp
    .cfi_adjust_cfa_offset 8
    call bp_vfork_begin
    popq %rdi /* the alignment */
    .cfi_adjust_cfa_offset -8
    popq %rdi
    .cfi_adjust_cfa_offset -8
    .cfi_register %rip, %rdi
    movl $SYS_vfork, %eax
    syscall
    pushq %rdi
    .cfi_adjust_cfa_offset 8
    .cfi_offset %rip, -8
    testq %rax, %rax
    jz 1f
    movq %rax, %rdi
    jmp bp_vfork_end
1:  ret
    .cfi_endproc
#elif defined(__aarch64__)
    .cfi_startproc
    stp x29, x30, [sp, #-16]!
    .cfi_def_cfa_offset 16
    .cfi_offset x29, -16
    .cfi_offset x30, -8
    bl bp_vfork_begin
    ldp x29, x30, [sp], #16
    .cfi_restore x29
    .cfi_restore x30
    .cfi_def_cfa_offset 0
    mov x0, #0x4111 /* CLONE_VFORK | CLONE_VM | SIGCHLD */
    mov x1, #0
    mov x2, #0
    mov x3, #0
    mov x4, #0
    mov x8, #SYS_clone
    svc #0
    cbz x0, 1f
    b bp_vfork_end
1:  ret
    .cfi_endproc
#endif
    .size vfork, . - vfork
    .section .note.GNU-stack, "", %progbits
