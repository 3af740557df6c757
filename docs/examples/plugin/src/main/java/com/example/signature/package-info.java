/** Requests signed with a key pair, and credentials kept by a command. */
@NullMarked
package com.example.signature;

import org.jspecify.annotations.NullMarked;
