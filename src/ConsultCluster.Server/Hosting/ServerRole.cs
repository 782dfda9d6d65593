namespace ConsultCluster.Server.Hosting;

/// <summary>What this process is in the cluster.</summary>
public enum ServerRole
{
    /// <summary>Web app, API, signalling, engine and relays; relay nodes may join it.</summary>
    Control,

    /// <summary>Relays only, directed by the control process that it joins.</summary>
    Relay,
}
