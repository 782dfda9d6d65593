namespace ConsultCluster.Media.Forwarding;

/// <summary>The next deadline of one session or link; a node of <see cref="DeadlineHeap{T}"/>.</summary>
internal sealed class Deadline<T>(T owner)
{
    public T Owner { get; } = owner;

    public MonoTime At { get; set; }

    /// <summary>Index in the heap; -1 when not in it.</summary>
    public int Index { get; set; } = -1;
}
