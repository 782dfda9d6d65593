using System.ComponentModel.DataAnnotations;
using System.Net;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Relay.Remote;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Relay.Remote.Settings;
using ConsultCluster.Storage.Postgres;

namespace ConsultCluster.Server.Hosting;

/// <summary>The settings of the server. A property with <see cref="SettingAttribute"/> is a flag, a variable and a name in files.</summary>
public sealed class ServerOptions : ProcessOptions
{
    /// <summary>Under which a process by itself keeps its reminders.</summary>
    public const string DefaultCluster = "consultcluster";

    private const string ConnectionString = "\"Host=db;Database=consultcluster;Username=consultcluster\"";

    /// <summary>A server by itself.</summary>
    public ServerOptions() => HttpPort = 8080;

    /// <summary>Serves HTTPS with a self-made certificate; plain HTTP then stays on loopback.</summary>
    [Setting(SettingRoles.Server, "", "HTTPS with a self-made certificate, which browsers want for camera and microphone away from localhost; plain HTTP then stays on loopback")]
    public bool Https { get; set; }

    /// <summary>TCP port of HTTPS; 0 takes any free one.</summary>
    [Setting(SettingRoles.Server, "N", "TCP port of HTTPS; 0 takes any free one")]
    [Port]
    public int HttpsPort { get; set; } = 8443;

    /// <summary>Networks of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.</summary>
    [Setting(SettingRoles.Server, "NETS", "reverse proxies on other machines that end TLS, as 192.0.2.0/24 or one address: what they say of a caller's address is believed. Too wide, and callers can make up theirs", Allowed = "networks such as 192.0.2.0/24", Default = "none, only this machine's own")]
    public IList<IPNetwork> Proxies { get; } = [];

    /// <summary>Folder of database, keys and certificate; made when missing.</summary>
    [Setting(SettingRoles.Server, "FOLDER", "database, keys and certificate; what to back up. Made when missing; servers of a cluster need the same data.key in theirs")]
    public string Data { get; set; } = "data";

    /// <summary>PostgreSQL's connection string, see <see cref="PostgresOptions"/>; null for SQLite in <see cref="Data"/>. May hold a secret.</summary>
    [Setting(SettingRoles.Server, "CONN", $"PostgreSQL instead of SQLite, as {ConnectionString}; Passfile=... in it reads a password from a .pgpass file. Keys stay in the data folder", IsSecret = true, Default = "SQLite")]
    public string? Postgres { get; set; }

    /// <summary>File with <see cref="Postgres"/>.</summary>
    [Setting(SettingRoles.Server, "FILE", "the file that holds that connection string", FileOf = nameof(Postgres))]
    public string? PostgresFile { get; set; }

    /// <summary>The same for the owner of the tables; null when the servers' role owns them. May hold a secret.</summary>
    [Setting(SettingRoles.Server, "CONN", "the same for the tables' owner: at first start and at updates only, see deploy/postgres", IsSecret = true)]
    public string? PostgresOwner { get; set; }

    /// <summary>File with <see cref="PostgresOwner"/>.</summary>
    [Setting(SettingRoles.Server, "FILE", "the file that holds that connection string", FileOf = nameof(PostgresOwner))]
    public string? PostgresOwnerFile { get; set; }

    /// <summary>Creates the documented accounts and lets them sign in.</summary>
    [Setting(SettingRoles.Server, "", "creates the demo accounts, whose password everybody knows; never on a machine that others can reach")]
    public bool Demo { get; set; }

    /// <summary>Allows <see cref="Demo"/> where others can reach the server.</summary>
    [Setting(SettingRoles.Server, "", "allows --demo together with --advertise: whoever reaches the server may then sign in as its administrator. For a rehearsal in a closed network")]
    public bool DemoAnyway { get; set; }

    /// <summary>Host names under which browsers reach the server, beside those that <see cref="AllowedHosts"/> knows by itself.</summary>
    [Setting(SettingRoles.Server, "NAMES", "host names by which browsers reach the server, through reverse proxies too; *.example.org for all below, * for any. Requests for other names are refused, because a site that lets its name point here (DNS rebinding) would be believed", Allowed = "host names such as consult.example.org", Default = "IP addresses, localhost, the machine's name and that of --control-url, which are allowed in any case")]
    public IList<string> Hosts { get; } = [];

    /// <summary>File or folder for signed heads of the audit; null for none.</summary>
    [Setting(SettingRoles.Lone | SettingRoles.Silo, "PATH", "file, or folder for one, that gets a signed line with the newest audit entry on schedule; best on another machine, see docs/security.md", Default = "none, the data folder alone keeps the newest")]
    public string? AuditExport { get; set; }

    /// <summary>Where signed heads of the audit are posted; null for nowhere.</summary>
    [Setting(SettingRoles.Lone | SettingRoles.Silo, "URL", "where the same line is posted as JSON", Allowed = "an address such as https://log.example.org/heads, or http on this machine", Default = "nowhere")]
    [ControlUrl]
    public Uri? AuditExportUrl { get; set; }

    /// <summary>How often the newest entry of the audit is kept and exported.</summary>
    [Setting(SettingRoles.Lone | SettingRoles.Silo, "SECONDS", "how often the newest audit entry is kept and exported, 1 to 86400", Allowed = "a number of seconds, 1 to 86400")]
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan AuditExportInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the whole audit is checked, beside the check after each start.</summary>
    [Setting(SettingRoles.Lone | SettingRoles.Silo, "SECONDS", "how often the whole audit is checked, beside the check after each start, 60 to 2592000", Allowed = "a number of seconds, 60 to 2592000")]
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan AuditCheckInterval { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Checks the audit and ends, instead of serving.</summary>
    [Setting(SettingRoles.Server, "", "checks the whole audit, says what is wrong and ends: code 0 for whole, 1 for broken, 2 when it cannot be checked. A server may run meanwhile")]
    public bool VerifyAudit { get; set; }

    /// <summary>File of exported heads to compare the audit with; null for none.</summary>
    [Setting(SettingRoles.Server, "FILE", "of --verify-audit: a file of --audit-export to compare with as well")]
    public string? AuditHead { get; set; }

    /// <summary>Passwords of strangers that are hashed at once; each takes a core for some 50 ms.</summary>
    [Setting(SettingRoles.Server, "N", "passwords that are checked at once, 1 to 64; each takes a core for some 50 ms", Default = "half of the cores")]
    [Range(1, 64)]
    public int PasswordChecks { get; set; } = Math.Clamp(Environment.ProcessorCount / 2, 1, 64);

    /// <summary>Passwords that wait to be hashed; further sign-ins are refused with 503.</summary>
    [Setting(SettingRoles.Server, "N", "sign-ins that wait for such a check, 0 to 10000; further ones are refused with 503 and shall come again")]
    [Range(0, 10_000)]
    public int PasswordQueue { get; set; } = 64;

    /// <summary>The longest delay after failed sign-ins to one name from one network.</summary>
    [Setting(SettingRoles.Server, "SECONDS", "the longest delay after failed sign-ins to one name from one network, 1 to 3600; it begins with 2 s after five failures and doubles", Allowed = "a number of seconds, 1 to 3600")]
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan SignInDelay { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Shows the engine's own dashboard to administrators.</summary>
    [Setting(SettingRoles.Server, "", "the engine's own dashboard for administrators, linked on the page System status; the same on all servers of a cluster. Costs 60 to 80 MB and up to 5 % of a core")]
    public bool Dashboard { get; set; }

    /// <summary>Invitations of one person in one consultation that are valid and that nobody has used.</summary>
    [Setting(SettingRoles.Lone | SettingRoles.Silo, "N", "unused invitations that one person may have in one consultation; further ones are refused")]
    [Range(1, GroupRules.MaxLiveTokens)]
    public int MaxInvitations { get; set; } = GroupRules.Default.MaxUnusedInvitations;

    /// <summary>Terminals with which one person may be in one consultation at the same time.</summary>
    [Setting(SettingRoles.Lone | SettingRoles.Silo, "N", "terminals with which one person may be in one consultation at the same time")]
    [Range(1, GroupRules.MaxLiveTokens)]
    public int MaxTerminals { get; set; } = GroupRules.Default.MaxTokensOfPerson;

    /// <summary>For how long after its last WHIP or WHEP session an expired token opens another.</summary>
    [Setting(SettingRoles.Lone | SettingRoles.Silo, "SECONDS", "for how long an encoder or a player comes back with a WHIP or WHEP token that has expired, counted from the end of its last session; 0 for not at all", Allowed = "a number of seconds, 0 to 86400")]
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan MediaReturn { get; set; } = GroupRules.Default.MediaReturn;

    /// <summary>Folder of the built web app; null takes <c>wwwroot</c> beside the program.</summary>
    [Setting(SettingRoles.Server, "FOLDER", "built web app", Default = "wwwroot beside the program")]
    public string? Web { get; set; }

    /// <summary>Name of the cluster; null for a process by itself.</summary>
    [Setting(SettingRoles.Server, "NAME", "makes this a server of a cluster: processes of the same name and PostgreSQL database belong together", Default = "none, the server is by itself")]
    [Label(NodeOptions.MaxRegion)]
    public string? Cluster { get; set; }

    /// <summary>TCP port for the other processes of the cluster.</summary>
    [Setting(SettingRoles.Silo, "N", "TCP port for the other servers; never open to terminals")]
    [Port(first: 1)]
    public int SiloPort { get; set; } = 11_111;

    /// <summary>TCP port for the cluster's gateways; 0 for none.</summary>
    [Setting(SettingRoles.Silo, "N", "TCP port for gateways, 0 for none; never open to terminals")]
    [Port]
    public int GatewayPort { get; set; } = 30_000;

    /// <summary>Where the other processes reach this one over HTTP; null makes it of advertised address and port.</summary>
    [Setting(SettingRoles.Silo, "URL", "where other servers and relay nodes reach this one over HTTPS, such as https://192.0.2.7:8443", Allowed = "an address such as https://192.0.2.7:8443, or http on this machine", Default = "made of advertised address and port")]
    [ControlUrl]
    public Uri? ControlUrl { get; set; }

    /// <summary>Relay nodes that may enrol themselves with the node key.</summary>
    [Setting(SettingRoles.Server, "N", "relay nodes that may enrol themselves with the node key within 24 hours; 0 for none, then each needs a join code or an approval. The same on all servers of a cluster")]
    [Range(0, 4096)]
    public int NodeKeyLimit { get; set; } = 32;

    /// <summary>Unknown relay nodes that may wait for an approval.</summary>
    [Setting(SettingRoles.Server, "N", "unknown relay nodes that may wait for an approval on the cluster page, 4 from one network; 0 for none")]
    [Range(0, 256)]
    public int WaitingNodes { get; set; } = 32;

    /// <summary>Connections of relay nodes that have not proved themselves.</summary>
    [Setting(SettingRoles.Server, "N", "connections of relay nodes that have not proved themselves yet, a quarter of them from one network")]
    [Range(4, 4096)]
    public int JoiningNodes { get; set; } = 64;

    /// <summary>Packets per second that a relay of a relay node is believed to send at most.</summary>
    [Setting(SettingRoles.Server, "N", "packets per second that a relay of a relay node is believed to send, whatever it claims; never more than twice what this server's own relays measure, or 200000")]
    [Range(1000, 10_000_000)]
    public int RelayCapacity { get; set; } = 500_000;

    /// <summary>File with this process's certificate for the other processes of the cluster: PFX without a password, or PEM with its key; null makes one by the data folder's key.</summary>
    [Setting(SettingRoles.Clustered, "FILE", "certificate of your own for the other servers, with its key: PFX without a password, or PEM", Default = "none, made in memory by data.key")]
    public string? SiloCertificate { get; set; }

    /// <summary>PEM file with the authorities of such certificates.</summary>
    [Setting(SettingRoles.Clustered, "FILE", "the authorities that issue such certificates, PEM", Default = "none, certificates made by data.key are believed")]
    public string? SiloAuthorities { get; set; }

    /// <summary>Hub connections of one token at once.</summary>
    [Setting(SettingRoles.Server, "N", "connections to the hub with one token at once, 1 to 1000; above 16 lets a whole group of devices share one")]
    [Range(1, 1000)]
    public int HubPerToken { get; set; } = 20;

    /// <summary>Hub connections of one network at once.</summary>
    [Setting(SettingRoles.Server, "N", "connections to the hub from one address at once, 1 to 1000000; an IPv6 /64 counts as one address, and so does a hospital behind NAT")]
    [Range(1, 1_000_000)]
    public int HubPerAddress { get; set; } = 1000;

    /// <summary>Time in which a hub connection has to enter.</summary>
    [Setting(SettingRoles.Server, "SECONDS", "how long a connection to the hub may take to enter a consultation, 1 to 60", Allowed = "a number of seconds, 1 to 60")]
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan HubEnterTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Chat messages per minute of one person in a consultation.</summary>
    [Setting(SettingRoles.Lone | SettingRoles.Silo, "N", "chat messages a minute of one participant of a consultation, 1 to 1000; as many may come at once")]
    [Range(1, 1000)]
    public int ChatPerMember { get; set; } = 30;

    /// <summary>The same of all participants together.</summary>
    [Setting(SettingRoles.Lone | SettingRoles.Silo, "N", "chat messages a minute of all participants of a consultation together, 1 to 10000")]
    [Range(1, 10_000)]
    public int ChatPerGroup { get; set; } = 120;

    /// <summary>The process belongs to a cluster.</summary>
    public bool IsClustered => Cluster is not null;

    /// <inheritdoc/>
    public override string? DataFolder => Data;

    /// <inheritdoc/>
    public override string Program => "the server";

    /// <inheritdoc/>
    public override SettingRoles RoleOfSettings => this switch
    {
        { Role: ProcessRole.Gateway } => SettingRoles.Gateway,
        { IsClustered: true } => SettingRoles.Silo,
        _ => SettingRoles.Lone,
    };

    /// <summary>Where a silo listens for the other processes of its cluster.</summary>
    public IEnumerable<(string Setting, IPEndPoint Address)> SiloListens
    {
        get
        {
            var address = Advertise.FirstOrDefault() ?? IPAddress.Loopback;
            return RoleOfSettings == SettingRoles.Silo
                ? [(nameof(SiloPort), new(address, SiloPort)), (nameof(GatewayPort), new(address, GatewayPort))]
                : [];
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Setting, IPEndPoint Address)> OwnListens =>
        [.. Https ? [(nameof(HttpsPort), new(IPAddress.Loopback, HttpsPort))] : Array.Empty<(string, IPEndPoint)>(), .. SiloListens];

    /// <inheritdoc/>
    public override NodeOptions ToNode()
    {
        var node = base.ToNode();
        if (Role == ProcessRole.Gateway)
        {
            // Beside a server on one machine it needs a name of its own, and it has no relay port.
            (node.Relays, node.RelayPort) = (0, HttpPort);
            node.Name ??= $"gateway-{NodeRelays.NodeName(node)}";
        }

        // Relay ids must be unique in the cluster; a process by itself may do without a node name.
        node.RelayPrefix = Node is null && !IsClustered ? "relay" : null;
        return node;
    }

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        [.. base.Validate(validationContext), .. ValidateFolders(), .. ValidateDatabase(), .. ValidateCluster(), .. ValidateExposure(), .. ValidateAudit()];

    private IEnumerable<ValidationResult> ValidateFolders()
    {
        if (File.Exists(Data))
        {
            yield return new($"must be a folder; {Data} is a file.", [nameof(Data)]);
        }

        if (Web is not null && !File.Exists(Path.Combine(Web, "index.html")))
        {
            yield return new($"must be a built web app; {Web} has no index.html.", [nameof(Web)]);
        }
    }

    private IEnumerable<ValidationResult> ValidateDatabase()
    {
        foreach (var (setting, connection) in new[] { (nameof(Postgres), Postgres), (nameof(PostgresOwner), PostgresOwner) })
        {
            if (connection is not null && PostgresOptions.Mistake(connection) is { } mistake)
            {
                yield return new($"must be a connection string such as {ConnectionString}; {mistake}.", [setting]);
            }
        }

        if (Postgres is null && PostgresOwner is not null)
        {
            yield return new("is for a PostgreSQL database; name it with --postgres as well.", [nameof(PostgresOwner), nameof(PostgresFile)]);
        }

        if (Postgres is null && IsClustered)
        {
            yield return new("needs a PostgreSQL database; name it with --postgres.", [nameof(Cluster), nameof(PostgresFile)]);
        }
    }

    private IEnumerable<ValidationResult> ValidateExposure()
    {
        if (Demo && IsPublic && !DemoAnyway)
        {
            yield return new(
                "is refused with --advertise: everybody knows the password of the demo accounts, and others can reach this server. Leave one of the two out; "
                + "for a rehearsal in a closed network add --demo-anyway.",
                [nameof(Demo), nameof(Advertise)]);
        }

        foreach (var host in Hosts.Where(host => !AllowedHosts.IsName(host)))
        {
            yield return new($"must be host names such as consult.example.org, without scheme, port or path; {host} is none.", [nameof(Hosts)]);
        }
    }

    private IEnumerable<ValidationResult> ValidateAudit()
    {
        if (AuditHead is not null && !VerifyAudit)
        {
            yield return new("is for --verify-audit; give that as well.", [nameof(AuditHead), nameof(VerifyAudit)]);
        }

        if (AuditExportUrl is { } url && url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
        {
            yield return new("must be https for another machine.", [nameof(AuditExportUrl)]);
        }
    }

    private IEnumerable<ValidationResult> ValidateCluster()
    {
        if (Role == ProcessRole.Relay)
        {
            yield return new("relay is a program of its own: start ./run --role relay, or ConsultCluster.RelayNode with the same flags.", [nameof(Role)]);
        }

        if (Role == ProcessRole.Gateway && !IsClustered)
        {
            yield return new("gateway needs a cluster to be a gateway of: name it with --cluster.", [nameof(Role), nameof(Cluster)]);
        }

        if (SiloCertificate is null != SiloAuthorities is null)
        {
            yield return new("needs the other one of --silo-certificate and --silo-authorities.", [SiloCertificate is null ? nameof(SiloAuthorities) : nameof(SiloCertificate)]);
        }

        if (ControlUrl is { } url && url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
        {
            yield return new("must be https for another machine.", [nameof(ControlUrl)]);
        }

        if (RoleOfSettings == SettingRoles.Silo && HttpPort == 0 && ControlUrl is null)
        {
            yield return new("must not be 0 in a cluster, whose processes have to find each other; or say --control-url.", [nameof(HttpPort), nameof(ControlUrl)]);
        }
    }
}
