// SPDX-License-Identifier: Apache-2.0
/**
 * The ManageSieve server (RFC 5804): framing, login, and the commands on a user's scripts.
 *
 * <p>{@link org.posthorn.sieve.managesieve.ManageSieveFront} is started and stopped by the assembly. Bytes become whole
 * commands in {@code CommandReader}, commands become answers in {@code Conversation}, and {@code Connection} stands
 * between both and the socket.
 */
@NullMarked
package org.posthorn.sieve.managesieve;

import org.jspecify.annotations.NullMarked;
