namespace ConsultCluster.Benchmarks.Soak.Plan;

/// <summary>What guests flood with.</summary>
[Flags]
internal enum FloodKind
{
    None = 0,

    /// <summary>Hub calls, unknown methods among them.</summary>
    Calls = 1,

    /// <summary>Chat messages.</summary>
    Chat = 2,

    /// <summary>Hub connections that never enter, each with an unfinished message.</summary>
    Connections = 4,

    /// <summary>Media at and above what a terminal may send.</summary>
    Media = 8,

    /// <summary>Datagrams of strangers: garbage, and checks with made-up names.</summary>
    Datagrams = 16,

    All = Calls | Chat | Connections | Media | Datagrams,
}
