namespace ConsultCluster.Relay.Remote.Settings;

/// <summary>The kinds of process that a setting is for.</summary>
[Flags]
public enum SettingRoles
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A server by itself.</summary>
    Lone = 1,

    /// <summary>A server of a cluster, with groups and relays.</summary>
    Silo = 2,

    /// <summary>A server before a cluster, without groups and relays.</summary>
    Gateway = 4,

    /// <summary>A relay-only process.</summary>
    RelayNode = 8,

    /// <summary>The members of a cluster that share its database.</summary>
    Clustered = Silo | Gateway,

    /// <summary>Every process of the server's program.</summary>
    Server = Lone | Clustered,

    /// <summary>Every process with relays.</summary>
    WithRelays = Lone | Silo | RelayNode,

    /// <summary>Every process.</summary>
    All = Server | RelayNode,
}
