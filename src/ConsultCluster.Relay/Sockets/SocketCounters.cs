namespace ConsultCluster.Relay.Sockets;

/// <summary>Socket counters. Written by the relay's thread; other threads may read.</summary>
public sealed class SocketCounters
{
    /// <summary>Datagrams received.</summary>
    public long Received { get; internal set; }

    /// <summary>Calls that received at least one datagram.</summary>
    public long ReceiveCalls { get; internal set; }

    /// <summary>Datagrams longer than a receive buffer; dropped.</summary>
    public long Truncated { get; internal set; }

    /// <summary>Datagrams accepted by the kernel.</summary>
    public long Sent { get; internal set; }

    /// <summary>Calls that sent.</summary>
    public long SendCalls { get; internal set; }

    /// <summary>Messages in these calls: one datagram, or a run of datagrams.</summary>
    public long Messages { get; internal set; }

    /// <summary>Runs of datagrams sent as one message (UDP_SEGMENT).</summary>
    public long SegmentedRuns { get; internal set; }

    /// <summary>Datagrams dropped because the kernel's send buffer stayed full.</summary>
    public long SendBufferFull { get; internal set; }

    /// <summary>Datagrams refused by the kernel for another reason: no route, firewall, too long.</summary>
    public long SendErrors { get; internal set; }
}
