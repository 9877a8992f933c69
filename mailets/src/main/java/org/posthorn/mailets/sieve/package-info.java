// SPDX-License-Identifier: Apache-2.0
/** What a user's own Sieve script says about a mail (RFC 5228). */
@org.jspecify.annotations.NullMarked
package org.posthorn.mailets.sieve;
