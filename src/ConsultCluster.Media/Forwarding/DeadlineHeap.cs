namespace ConsultCluster.Media.Forwarding;

/// <summary>
/// A heap of all sessions' or links' deadlines, earliest first. Moving one takes logarithmic time; an idle session
/// costs nothing.
/// </summary>
internal sealed class DeadlineHeap<T>
{
    private Deadline<T>[] _nodes = new Deadline<T>[64];
    private int _count;

    public Deadline<T>? First => _count == 0 ? null : _nodes[0];

    /// <summary>Adds or moves a deadline.</summary>
    public void Set(Deadline<T> deadline, MonoTime at)
    {
        deadline.At = at;
        if (deadline.Index < 0)
        {
            if (_count == _nodes.Length)
            {
                Array.Resize(ref _nodes, _count * 2);
            }

            Place(deadline, _count++);
        }

        Up(deadline);
        Down(deadline);
    }

    public void Remove(Deadline<T> deadline)
    {
        if (deadline.Index < 0)
        {
            return;
        }

        var last = _nodes[--_count];
        _nodes[_count] = null!;
        if (!ReferenceEquals(last, deadline))
        {
            Place(last, deadline.Index);
            Up(last);
            Down(last);
        }

        deadline.Index = -1;
    }

    private void Up(Deadline<T> deadline)
    {
        while (deadline.Index > 0 && _nodes[(deadline.Index - 1) / 2] is var parent && parent.At > deadline.At)
        {
            Swap(parent, deadline);
        }
    }

    private void Down(Deadline<T> deadline)
    {
        while (true)
        {
            var child = (deadline.Index * 2) + 1;
            if (child >= _count)
            {
                return;
            }

            if (child + 1 < _count && _nodes[child + 1].At < _nodes[child].At)
            {
                child++;
            }

            if (_nodes[child].At >= deadline.At)
            {
                return;
            }

            Swap(deadline, _nodes[child]);
        }
    }

    private void Swap(Deadline<T> first, Deadline<T> second)
    {
        var index = first.Index;
        Place(first, second.Index);
        Place(second, index);
    }

    private void Place(Deadline<T> deadline, int index)
    {
        _nodes[index] = deadline;
        deadline.Index = index;
    }
}
