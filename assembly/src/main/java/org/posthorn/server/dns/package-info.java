// SPDX-License-Identifier: Apache-2.0
/** Questions to the domain name system, at name servers on any port. */
@org.jspecify.annotations.NullMarked
package org.posthorn.server.dns;
