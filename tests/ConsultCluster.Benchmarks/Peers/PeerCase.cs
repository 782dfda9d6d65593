namespace ConsultCluster.Benchmarks.Peers;

/// <summary>One server in one way of running it.</summary>
/// <param name="Relay">As in the table.</param>
/// <param name="Segments">It may use UDP_SEGMENT; the peers never do.</param>
internal sealed record PeerCase(string Relay, bool Segments)
{
    public const string Ours = "consultcluster";
    public const string Limit = "c-limit";
    public const string Rtpengine = "rtpengine";

    /// <summary>As it comes, with a thread for each receiver.</summary>
    public const string Janus = "janus";

    /// <summary>With one thread for all receivers, which costs it less.</summary>
    public const string JanusLoop = "janus-event-loop";

    /// <summary>The limit first, then the fastest.</summary>
    public static IReadOnlyList<PeerCase> All { get; } =
    [
        new(Limit, Segments: true),
        new(Ours, Segments: true),
        new(Limit, Segments: false),
        new(Ours, Segments: false),
        new(Rtpengine, Segments: false),
        new(Janus, Segments: false),
        new(JanusLoop, Segments: false),
    ];
}
