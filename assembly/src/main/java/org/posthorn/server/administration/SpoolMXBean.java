// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.administration;

/** The spool as a whole, over JMX. */
public interface SpoolMXBean {

    /** The name under which the server registers it. */
    String NAME = "org.posthorn:type=spool";

    /**
     * Makes a copy of the spool as it is now, of hard links, and gives its directory. Everything acknowledged before is in
     * it. Who asked deletes it, because it keeps the space of what is delivered later.
     */
    String snapshot();
}
