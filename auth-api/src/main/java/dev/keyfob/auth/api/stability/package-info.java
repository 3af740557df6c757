/** What can be relied on: the marks of public types. */
package dev.keyfob.auth.api.stability;
