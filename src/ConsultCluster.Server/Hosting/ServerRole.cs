namespace ConsultCluster.Server.Hosting;

/// <summary>What this process is in the cluster.</summary>
public enum ServerRole
{
    /// <summary>Web app, API, signalling, engine and relays; relay nodes may join it.</summary>
    Control,

    /// <summary>Web app, API and signalling for groups of other processes: no groups and no relays of its own.</summary>
    Gateway,
}
