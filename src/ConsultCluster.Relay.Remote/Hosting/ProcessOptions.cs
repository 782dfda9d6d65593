using System.ComponentModel.DataAnnotations;
using System.Net;
using ConsultCluster.Relay.Remote.Settings;

namespace ConsultCluster.Relay.Remote.Hosting;

/// <summary>The settings that server and relay node share. A property with <see cref="SettingAttribute"/> is a flag, a variable and a name in files.</summary>
public abstract class ProcessOptions : IValidatableObject
{
    /// <summary>What this process is.</summary>
    [Setting(SettingRoles.All, "ROLE", "control (web app, API, signalling, groups and relays), gateway (web app, API and signalling only, before a cluster) or relay (relays only, a program of its own)", Allowed = "control, gateway or relay", Default = "control; of the relay node's program relay")]
    [EnumDataType(typeof(ProcessRole))]
    public ProcessRole Role { get; set; }

    /// <summary>A file with settings; null for none. After reading it is the one that was read, be it named or found in the data folder.</summary>
    [Setting(SettingRoles.All, "FILE", "settings in JSON, as in deploy/appsettings.sample.json", Default = $"{SettingValues.FileName} in a server's data folder, if there is one")]
    public string? Settings { get; set; }

    /// <summary>TCP port of web app, API and hub, of a relay node of health; 0 takes any free one.</summary>
    [Setting(SettingRoles.All, "N", "TCP port of web app, API and signalling, of a relay node of health only; 0 takes any free one", Default = "8080; of a relay node 0")]
    [Port]
    public int HttpPort { get; set; }

    /// <summary>TCP port for <c>/metrics</c> and nothing else, open to other machines when the process is; null for none.</summary>
    [Setting(SettingRoles.All, "N", "TCP port for /metrics and nothing else, for Prometheus on another machine", Default = "none; /metrics answers this machine only")]
    [Port(first: 1)]
    public int? MetricsPort { get; set; }

    /// <summary>Addresses that terminals are told to send media to. Empty: loopback, and nothing listens beyond it.</summary>
    [Setting(SettingRoles.All, "ADDR", "IP address that terminals send media to, behind NAT the public one; may be given more than once", Allowed = "IP addresses that terminals can reach", Default = "none; everything stays on this machine (loopback)")]
    [Reachable]
    public IList<IPAddress> Advertise { get; } = [];

    /// <summary>UDP port of the first relay; each further one takes the next; 0 takes any free ones.</summary>
    [Setting(SettingRoles.WithRelays, "N", "UDP port of the first media relay, each further one takes the next; 0 takes any free ones")]
    [Port]
    public int RelayPort { get; set; } = 7000;

    /// <summary>Relays, each a thread and a port of its own.</summary>
    [Setting(SettingRoles.WithRelays, "N", "media relays, 1 to 64, each a thread and a UDP port", Default = "one per core")]
    [Range(1, NodeOptions.MaxRelays)]
    public int Relays { get; set; } = Math.Min(Environment.ProcessorCount, NodeOptions.MaxRelays);

    /// <summary>Media that one terminal may send, in Mbit/s.</summary>
    [Setting(SettingRoles.WithRelays, "MBIT", "media that one terminal may send, in Mbit/s, 1 to 10000; more is dropped, and who keeps sending more loses the session")]
    [Range(1, 10_000)]
    public int TerminalMbit { get; set; } = 30;

    /// <summary>Media packets that one terminal may send per second.</summary>
    [Setting(SettingRoles.WithRelays, "N", "media packets that one terminal may send per second, 100 to 1000000; as above")]
    [Range(100, 1_000_000)]
    public int TerminalPackets { get; set; } = 5_000;

    /// <summary>Name of this process in the cluster; null makes one of machine and relay port.</summary>
    [Setting(SettingRoles.All, "NAME", "name of this process in the cluster, no two alike, at most 48 characters of A-Z a-z 0-9 _ -", Default = "made of machine and relay port, of a gateway HTTP port")]
    [Label(NodeOptions.MaxName)]
    public string? Node { get; set; }

    /// <summary>Label of where this process is; empty for none.</summary>
    [Setting(SettingRoles.All, "LABEL", "where this process is, such as north: terminals with that label prefer its relays")]
    [Label(NodeOptions.MaxRegion)]
    public string Region { get; set; } = string.Empty;

    /// <summary>How long a process that is to stop waits for its sessions to move away.</summary>
    [Setting(SettingRoles.Silo | SettingRoles.RelayNode, "SECONDS", "how long a stop waits for calls to move to other relays, 0 to 3600; a supervisor has to wait 10 s longer", Allowed = "a number of seconds, 0 to 3600")]
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan Drain { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The key with which relay nodes enrol themselves; null looks into <see cref="KeyFile"/> and the data folder.</summary>
    [Setting(SettingRoles.All, "KEY", "the key with which relay nodes enrol themselves, up to --node-key-limit of them a day, the same here and there, 22 to 256 characters without spaces. It gives nobody the name of a node that is enrolled", IsSecret = true, Alias = "--key", Default = "made at first start, in node.key of the data folder; a relay node has none")]
    public string? NodeKey { get; set; }

    /// <summary>File with that key.</summary>
    [Setting(SettingRoles.All, "FILE", "the file that holds that key", FileOf = nameof(NodeKey))]
    public string? KeyFile { get; set; }

    /// <summary>The folder where a file with settings is looked for; null for a process that keeps nothing.</summary>
    public virtual string? DataFolder => null;

    /// <summary>True when other machines may reach the process.</summary>
    public bool IsPublic => Advertise.Any(address => !IPAddress.IsLoopback(address));

    /// <summary>The program, as in "not a flag of the server".</summary>
    public abstract string Program { get; }

    /// <summary>What this process is as far as settings go.</summary>
    public abstract SettingRoles RoleOfSettings { get; }

    /// <summary>Where the process listens on TCP, with the setting that says so; port 0 takes any free one.</summary>
    public IEnumerable<(string Setting, IPEndPoint Address)> Listens =>
        [(nameof(HttpPort), new(IPAddress.Loopback, HttpPort)), .. OwnListens, (nameof(MetricsPort), new(IPAddress.Loopback, MetricsPort ?? 0))];

    /// <summary>Those of <see cref="Listens"/> that only one program has.</summary>
    protected virtual IEnumerable<(string Setting, IPEndPoint Address)> OwnListens => [];

    /// <summary>The relays of this process and its place in the cluster.</summary>
    public virtual NodeOptions ToNode()
    {
        var node = new NodeOptions { Name = Node, Region = Region, Relays = Relays, RelayPort = RelayPort, TerminalMbit = TerminalMbit, TerminalPackets = TerminalPackets, Drain = Drain };
        foreach (var address in Advertise)
        {
            node.Advertise.Add(address);
        }

        return node;
    }

    /// <summary>What does not fit together. Each sentence lacks its subject, the first of its members.</summary>
    public virtual IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (RelayPort > 0 && RelayPort + Relays - 1 > PortAttribute.Last)
        {
            yield return new(
                $"must leave room for {Relays} relays up to {PortAttribute.Last}; choose at most {PortAttribute.Last - Relays + 1}.", [nameof(RelayPort), nameof(Relays)]);
        }

        foreach (var taken in Listens.Where(listen => listen.Address.Port != 0).GroupBy(listen => listen.Address.Port, listen => listen.Setting))
        {
            foreach (var later in taken.Skip(1))
            {
                yield return new($"must differ from {Setting.FlagOf(taken.First())}.", [later, taken.First()]);
            }
        }

        if (NodeKey is not null && Keys.NodeKey.Parse(NodeKey) is null)
        {
            yield return new($"holds no node key. {Keys.NodeKey.Rule}", [nameof(NodeKey)]);
        }
    }
}
