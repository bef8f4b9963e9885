/* SPDX-License-Identifier: MIT */
/* descriptors.h: how many of this process's numbers are open. */
#ifndef DESCRIPTORS_H
#define DESCRIPTORS_H

int descriptors(void); /* below 1024 */

#endif
