namespace ConsultCluster.Server.Nodes;

/// <summary>Times of the link between relay node and control process; the same at both ends.</summary>
internal static class NodeTimes
{
    /// <summary>Between two beats, and between two looks at who is silent.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    /// <summary>Between two reports of load and links: what relays measure is over one second.</summary>
    public static readonly TimeSpan Status = TimeSpan.FromSeconds(1);

    /// <summary>Three beats missing: dead for media, says whoever decides.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromMilliseconds(400);

    /// <summary>
    /// The same when the line was cut without a goodbye, as the system does for a process that dies: one that lives and is near has a new line by then.
    /// To be wrong costs its terminals a move to their standby; to wait longer would cost everybody on a dead one as much of their picture.
    /// </summary>
    public static readonly TimeSpan SilentAfterCut = TimeSpan.FromMilliseconds(150);

    /// <summary>Silence after which either end gives the link up and the node makes a new one.</summary>
    public static readonly TimeSpan LinkTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// An order without an answer for so long is given up by the control process, and refused by the node: an order that was given up
    /// never takes effect later.
    /// </summary>
    public static readonly TimeSpan OrderLife = TimeSpan.FromSeconds(3);

    /// <summary>A node without a link for so long leaves the directory. It may come back with what it holds.</summary>
    public static readonly TimeSpan LeaveAfter = TimeSpan.FromSeconds(5);

    /// <summary>A node that none of the processes it knows answers for so long asks the addresses it was started with.</summary>
    public static readonly TimeSpan DoorsForgotten = TimeSpan.FromSeconds(10);

    /// <summary>From connecting to joined.</summary>
    public static readonly TimeSpan Handshake = TimeSpan.FromSeconds(5);

    /// <summary>How long a last message may take to be read, by a busy machine too: a goodbye that is lost looks like a death.</summary>
    public static readonly TimeSpan Farewell = TimeSpan.FromSeconds(3);

    /// <summary>First wait before joining again; doubled each time. Half of it is random.</summary>
    public static readonly TimeSpan MinBackoff = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest wait while the control process is out of reach: a restarted one has its nodes back within about a second.</summary>
    public static readonly TimeSpan MaxBackoff = TimeSpan.FromMilliseconds(800);

    /// <summary>Wait after a refusal that only the operator can mend.</summary>
    public static readonly TimeSpan RefusedBackoff = TimeSpan.FromSeconds(5);
}
