namespace ConsultCluster.Server.Hosting;

/// <summary>Where groups live.</summary>
public enum EngineKind
{
    /// <summary>In this one process.</summary>
    Embedded,

    /// <summary>In whichever process of the cluster; needs PostgreSQL.</summary>
    Cluster,
}
