using System.Net;

namespace ConsultCluster.Relay.Remote;

/// <summary>The relays of a process and its place in the cluster.</summary>
public sealed class NodeOptions
{
    /// <summary>Most relays of one process.</summary>
    public const int MaxRelays = 64;

    /// <summary>Longest node name: a relay id adds a dash and a number, and an id has at most 64 characters.</summary>
    public const int MaxName = 48;

    /// <summary>Longest region label.</summary>
    public const int MaxRegion = 48;

    /// <summary>Longest <see cref="Drain"/>.</summary>
    public static readonly TimeSpan MaxDrain = TimeSpan.FromHours(1);

    /// <summary>Name of this process in the cluster, 1 to <see cref="MaxName"/> characters of <c>A-Z a-z 0-9 _ -</c>; null derives one from machine and port.</summary>
    public string? Name { get; set; }

    /// <summary>Label of where this process is, 0 to <see cref="MaxRegion"/> characters of the same alphabet. Default empty.</summary>
    public string Region { get; set; } = string.Empty;

    /// <summary>Number of relays, each with a thread and a UDP port of its own. Default one per core; 0 to <see cref="MaxRelays"/>.</summary>
    public int Relays { get; set; } = Math.Min(Environment.ProcessorCount, MaxRelays);

    /// <summary>UDP port of the first relay; each further one takes the next. Default 7000; 0 takes any free ones.</summary>
    public int RelayPort { get; set; } = 7000;

    /// <summary>Media that one terminal may send, in Mbit/s. Default 30.</summary>
    public int TerminalMbit { get; set; } = 30;

    /// <summary>Media packets that one terminal may send per second. Default 5,000.</summary>
    public int TerminalPackets { get; set; } = 5_000;

    /// <summary>Prefix of the relay ids, unique in the cluster; null takes the node's name.</summary>
    public string? RelayPrefix { get; set; }

    /// <summary>Addresses that terminals send media to. Empty: loopback, and nothing listens beyond it.</summary>
    public IList<IPAddress> Advertise { get; } = [];

    /// <summary>Control processes to join, tried in turn. Empty for a process that finds the others through the cluster.</summary>
    public IList<Uri> Join { get; } = [];

    /// <summary>How long a stop waits for sessions to move to other relays. Default 30 s; 0 to <see cref="MaxDrain"/>.</summary>
    public TimeSpan Drain { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>True when other machines may reach the relays.</summary>
    public bool IsPublic => Advertise.Any(address => !IPAddress.IsLoopback(address));
}
