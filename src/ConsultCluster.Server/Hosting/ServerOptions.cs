using System.Net;
using ConsultCluster.Relay.Remote;

namespace ConsultCluster.Server.Hosting;

/// <summary>What the server is told on its command line.</summary>
public sealed class ServerOptions
{
    /// <summary>Most relays that one server starts.</summary>
    public const int MaxRelays = NodeOptions.MaxRelays;

    /// <summary>Longest name of a node: its relays' ids add a dash and a number, and an id has at most 64 characters.</summary>
    public const int MaxNodeName = NodeOptions.MaxName;

    /// <summary>Under which a process by itself keeps its reminders.</summary>
    public const string DefaultCluster = "consultcluster";

    /// <summary>Longest region label.</summary>
    public const int MaxRegion = NodeOptions.MaxRegion;

    /// <summary>Longest time that <see cref="Drain"/> may be.</summary>
    public static readonly TimeSpan MaxDrain = NodeOptions.MaxDrain;

    /// <summary>What this process is. Default <see cref="ServerRole.Control"/>.</summary>
    public ServerRole Role { get; set; }

    /// <summary>TCP port of web app, API and hub. Default 8080; 0 takes any free one.</summary>
    public int HttpPort { get; set; } = 8080;

    /// <summary>TCP port for <c>/metrics</c> and nothing else, open to other machines when the process is; null for none.</summary>
    public int? MetricsPort { get; set; }

    /// <summary>UDP port of the first relay; each further one takes the next. Default 7000; 0 takes any free ones.</summary>
    public int RelayPort { get; set; } = 7000;

    /// <summary>Relays, each a thread and a port of its own. Default one per core; 1 to <see cref="MaxRelays"/>.</summary>
    public int Relays { get; set; } = Math.Min(Environment.ProcessorCount, MaxRelays);

    /// <summary>Addresses that terminals are told to send media to. Empty: loopback, and nothing listens beyond it.</summary>
    public IList<IPAddress> Advertise { get; } = [];

    /// <summary>Networks of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed. Default none: only this machine's own.</summary>
    public IList<IPNetwork> Proxies { get; } = [];

    /// <summary>Folder of database, keys and certificate. Default <c>./data</c>; made when missing.</summary>
    public string Data { get; set; } = "data";

    /// <summary>PostgreSQL's connection string, see <c>PostgresOptions</c>; null for SQLite in <see cref="Data"/>. May hold a secret.</summary>
    public string? Postgres { get; set; }

    /// <summary>The same for the owner of the tables; null when the servers' role owns them. May hold a secret.</summary>
    public string? PostgresOwner { get; set; }

    /// <summary>Creates the documented accounts and lets them sign in.</summary>
    public bool Demo { get; set; }

    /// <summary>Shows the engine's own dashboard to administrators. Default false: it costs 60 to 80 MB.</summary>
    public bool Dashboard { get; set; }

    /// <summary>Serves HTTPS with a self-made certificate; plain HTTP then stays on loopback.</summary>
    public bool Https { get; set; }

    /// <summary>TCP port of HTTPS. Default 8443.</summary>
    public int HttpsPort { get; set; } = 8443;

    /// <summary>Folder of the built web app; null takes <c>wwwroot</c> beside the program.</summary>
    public string? Web { get; set; }

    /// <summary>Name of this process in the cluster, 1 to <see cref="MaxNodeName"/> characters of <c>A-Z a-z 0-9 _ -</c>; null makes one of machine and port.</summary>
    public string? Node { get; set; }

    /// <summary>Label of where this process is, 0 to <see cref="MaxRegion"/> characters of the same alphabet. Default empty.</summary>
    public string Region { get; set; } = string.Empty;

    /// <summary>Name of the cluster: processes with the same one and the same database belong together. As <see cref="Region"/>; null for a process by itself.</summary>
    public string? Cluster { get; set; }

    /// <summary>The process belongs to a cluster.</summary>
    public bool IsClustered => Cluster is not null;

    /// <summary>TCP port for the other processes of the cluster. Default 11111.</summary>
    public int SiloPort { get; set; } = 11_111;

    /// <summary>TCP port for the cluster's gateways. Default 30000; 0 for none.</summary>
    public int GatewayPort { get; set; } = 30_000;

    /// <summary>Where the other processes reach this one over HTTP; null makes it of advertised address and port.</summary>
    public Uri? ControlUrl { get; set; }

    /// <summary>File with this process's certificate for the other processes of the cluster: PFX without a password, or PEM with its key; null makes one by the data folder's key.</summary>
    public string? SiloCertificate { get; set; }

    /// <summary>PEM file with the authorities of such certificates; given together with <see cref="SiloCertificate"/>.</summary>
    public string? SiloAuthorities { get; set; }

    /// <summary>The key that nodes and control process share; null looks into the environment, <see cref="KeyFile"/> and the data folder.</summary>
    public string? NodeKey { get; set; }

    /// <summary>File with the key that nodes and control process share.</summary>
    public string? KeyFile { get; set; }

    /// <summary>How long a process that is to stop waits for its sessions to move away. Default 30 s; 0 to <see cref="MaxDrain"/>.</summary>
    public TimeSpan Drain { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>True when other machines may reach the server.</summary>
    public bool IsPublic => Advertise.Any(a => !IPAddress.IsLoopback(a));

    /// <summary>The relays of this process and its place in the cluster.</summary>
    public NodeOptions ToNode()
    {
        var node = new NodeOptions
        {
            Name = Node,
            Region = Region,
            Relays = Role == ServerRole.Gateway ? 0 : Relays,
            RelayPort = RelayPort,
            // Relay ids must be unique in the cluster; a process by itself may do without a node name.
            RelayPrefix = Node is null && !IsClustered ? "relay" : null,
            Drain = Drain,
        };
        foreach (var address in Advertise)
        {
            node.Advertise.Add(address);
        }

        return node;
    }
}
