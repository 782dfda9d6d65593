namespace ConsultCluster.Media.Forwarding;

/// <summary>When one session next has work; a node of <see cref="DeadlineHeap"/>.</summary>
internal sealed class Deadline(Session session)
{
    public Session Session { get; } = session;

    public MonoTime At { get; set; }

    /// <summary>Index in the heap; -1 outside of it.</summary>
    public int Index { get; set; } = -1;
}
