namespace ConsultCluster.Relay.Remote;

/// <summary>Intervals and time-outs of the node link; the same at both ends (docs/protocol/nodes.md).</summary>
public static class NodeTimings
{
    /// <summary>Between two heartbeats, and between two checks for silent nodes.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Between two reports of load and links: relays measure over one second.</summary>
    public static readonly TimeSpan StatusInterval = TimeSpan.FromSeconds(1);

    /// <summary>A node is silent after three missing heartbeats: its relays get no new sessions and terminals move away.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromMilliseconds(400);

    /// <summary>
    /// The same after a connection lost without a close, as when a process dies: a live node nearby has reconnected by then. A false alarm moves its
    /// terminals to their standby relays; a longer wait costs every terminal of a dead node that much video.
    /// </summary>
    public static readonly TimeSpan SilentAfterCut = TimeSpan.FromMilliseconds(150);

    /// <summary>Silence after which either end drops the link and the node reconnects.</summary>
    public static readonly TimeSpan LinkTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The control process stops waiting for an answer after this time, and the node refuses an older order: an abandoned order never takes
    /// effect later.
    /// </summary>
    public static readonly TimeSpan OrderLifetime = TimeSpan.FromSeconds(3);

    /// <summary>A node without a link for so long is removed from the directory. It may come back with its sessions.</summary>
    public static readonly TimeSpan UnlistAfter = TimeSpan.FromSeconds(5);

    /// <summary>A node that has reached no control process for so long returns to its configured addresses.</summary>
    public static readonly TimeSpan ControlUrlsExpiry = TimeSpan.FromSeconds(10);

    /// <summary>From connecting to the node's first message, which it sends at once. A connection that says nothing is not kept longer.</summary>
    public static readonly TimeSpan FirstMessage = TimeSpan.FromSeconds(2);

    /// <summary>Between two looks of a server at the installation's relay nodes: how long a revocation takes at most where no server announces it.</summary>
    public static readonly TimeSpan RegisterInterval = TimeSpan.FromSeconds(1);

    /// <summary>Delay before a node asks again whether it was approved.</summary>
    public static readonly TimeSpan WaitingBackoff = TimeSpan.FromSeconds(2);

    /// <summary>From connecting to joined.</summary>
    public static readonly TimeSpan Handshake = TimeSpan.FromSeconds(5);

    /// <summary>Time for the peer to read a last message, on a busy machine too: a lost goodbye looks like a crash.</summary>
    public static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(3);

    /// <summary>First delay before joining again; doubles each time. Half of it is random.</summary>
    public static readonly TimeSpan MinBackoff = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest delay while the control process cannot be reached: nodes are back about a second after its restart.</summary>
    public static readonly TimeSpan MaxBackoff = TimeSpan.FromMilliseconds(800);

    /// <summary>Delay after a refusal that only the operator can resolve.</summary>
    public static readonly TimeSpan RefusedBackoff = TimeSpan.FromSeconds(5);
}
