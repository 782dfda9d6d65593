using System.Net;
using ConsultCluster.Cluster.Hosting.Tls;

namespace ConsultCluster.Cluster.Hosting;

/// <summary>How a process takes part in the cluster, as a silo or as a gateway.</summary>
public sealed class ClusterSettings
{
    /// <summary>
    /// Npgsql's connection string of the database in which silos find each other; the consultations' own will do. Null for <see cref="LoneSilo"/>. Holds a secret when
    /// it has a password.
    /// </summary>
    public string? ConnectionString { get; init; }

    /// <summary>
    /// What all silos and gateways of the cluster know and nobody else does: by it they believe each other. At least 16 bytes, kept nowhere; null with
    /// <see cref="Certificate"/> and for <see cref="LoneSilo"/>.
    /// </summary>
    public byte[]? Secret { get; init; }

    /// <summary>Certificates of the operator's instead of self-made ones. Default null.</summary>
    public SiloCertificate? Certificate { get; init; }

    /// <summary>Silos of the same cluster id are one cluster; another one on the same database is a cluster of its own. Default <c>consultcluster</c>.</summary>
    public string ClusterId { get; set; } = "consultcluster";

    /// <summary>Under which reminders are kept; stays the same over the cluster's whole life. Default <c>consultcluster</c>.</summary>
    public string ServiceId { get; set; } = "consultcluster";

    /// <summary>Name of this process in the cluster, the same as its relays' node; without <c>|</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Label of where this process is; empty when there is none. A group prefers silos of the region in which it was first asked for.</summary>
    public string Region { get; set; } = string.Empty;

    /// <summary>Where other silos reach this one's relays' control; null when it has none.</summary>
    public Uri? ControlUrl { get; set; }

    /// <summary>Address that the other silos and the gateways connect to. Default loopback: everything on one machine.</summary>
    public IPAddress AdvertisedAddress { get; set; } = IPAddress.Loopback;

    /// <summary>Listens on every address instead of the advertised one alone, for machines whose address is translated. Default false.</summary>
    public bool ListenOnAnyAddress { get; set; }

    /// <summary>TCP port for the other silos. Default 11111.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>TCP port for gateways; 0 takes none. Default 30000.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>Most database connections for membership and reminders together. Default 5, on top of those of the consultations.</summary>
    public int MaxConnections { get; set; } = 5;

    /// <summary>
    /// SQLite file in which <see cref="LoneSilo"/> keeps what groups may forget: last placement, nearness, network quality. Null keeps it nowhere; a cluster keeps it in its database.
    /// </summary>
    public string? StateFile { get; set; }

    /// <summary>How soon a silent silo is given up.</summary>
    public MembershipTimings Timings { get; set; } = new();

    /// <summary>
    /// How long a call to a group waits for it to be somewhere again after its silo was lost. Default 8 s; more than the time in which a
    /// lost silo is noticed and gateways have read anew where to connect.
    /// </summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// How often who listens to a group says that it still does; who has not for three times this long is forgotten. Default 20 s.
    /// </summary>
    public TimeSpan RenewEvery { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How often an open group's reminder comes, and so how long a group whose silo died stays away if nobody calls it. Default 1 min.
    /// </summary>
    public TimeSpan ReminderEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Collects what Orleans' dashboard shows, or in a gateway shows it. Costs 60 to 80 MB, and 5 % of a core while nobody looks. Default false; the same in
    /// all processes of the cluster, or those without it are missing there.
    /// </summary>
    public bool Dashboard { get; init; }

    /// <summary>Clock of the groups. Default null: the process's own, which membership and reminders always use.</summary>
    public TimeProvider? GroupClock { get; set; }

    /// <summary>Every mistake, one sentence each; empty when all is well.</summary>
    public IReadOnlyList<string> Validate()
    {
        var mistakes = new List<string>();
        Check(ConnectionString is null || !string.IsNullOrWhiteSpace(ConnectionString), $"{nameof(ConnectionString)} is empty.");
        Check(Secret is null or { Length: >= SecretIdentity.MinSecretBytes }, $"{nameof(Secret)} has to have {SecretIdentity.MinSecretBytes} bytes or more.");
        Check(!string.IsNullOrWhiteSpace(ClusterId), $"{nameof(ClusterId)} is missing.");
        Check(!string.IsNullOrWhiteSpace(ServiceId), $"{nameof(ServiceId)} is missing.");
        Check(SiloName.IsAllowed(Name), $"{nameof(Name)} has to have 1 to 100 characters and no '|'.");
        Check(!Region.Contains('|', StringComparison.Ordinal), $"{nameof(Region)} must not have a '|'.");
        Check(ControlUrl is null or { IsAbsoluteUri: true }, $"{nameof(ControlUrl)} has to be an absolute URL.");
        Check(SiloPort is > 0 and < 65536, $"{nameof(SiloPort)} has to be 1 to 65535, but is {SiloPort}.");
        Check(GatewayPort is >= 0 and < 65536, $"{nameof(GatewayPort)} has to be 0 to 65535, but is {GatewayPort}.");
        Check(MaxConnections is > 0 and <= 100, $"{nameof(MaxConnections)} has to be 1 to 100, but is {MaxConnections}.");
        Check(Patience > TimeSpan.Zero && Patience <= TimeSpan.FromMinutes(1), $"{nameof(Patience)} has to be more than 0 and at most 1 min, but is {Patience}.");
        Check(RenewEvery > TimeSpan.Zero && RenewEvery <= TimeSpan.FromMinutes(5), $"{nameof(RenewEvery)} has to be more than 0 and at most 5 min, but is {RenewEvery}.");
        Check(ReminderEvery >= TimeSpan.FromSeconds(1) && ReminderEvery <= TimeSpan.FromHours(1), $"{nameof(ReminderEvery)} has to be 1 s to 1 h, but is {ReminderEvery}.");
        mistakes.AddRange(Timings.Validate());
        return mistakes;

        void Check(bool holds, string mistake)
        {
            if (!holds)
            {
                mistakes.Add(mistake);
            }
        }
    }

    /// <exception cref="ArgumentException">Something is wrong; the message names all mistakes.</exception>
    internal static void ThrowIfWrong(ClusterSettings options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var mistakes = options.Validate();
        if (mistakes.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', mistakes), nameof(options));
        }
    }
}
