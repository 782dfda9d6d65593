namespace ConsultCluster.Relay.Remote.Hosting;

/// <summary>What a process is in the cluster.</summary>
public enum ProcessRole
{
    /// <summary>Web app, API, signalling, groups and relays; relay nodes may join it.</summary>
    Control,

    /// <summary>Web app, API and signalling for groups of other processes: no groups and no relays of its own.</summary>
    Gateway,

    /// <summary>Relays only, in a program of its own.</summary>
    Relay,
}
