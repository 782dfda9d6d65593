namespace ConsultCluster.Media.Forwarding;

/// <summary>When one session or link next has work; a node of <see cref="DeadlineHeap{T}"/>.</summary>
internal sealed class Deadline<T>(T owner)
{
    public T Owner { get; } = owner;

    public MonoTime At { get; set; }

    /// <summary>Index in the heap; -1 outside of it.</summary>
    public int Index { get; set; } = -1;
}
