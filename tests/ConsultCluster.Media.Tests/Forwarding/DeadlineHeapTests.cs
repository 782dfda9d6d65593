using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class DeadlineHeapTests
{
    [Fact]
    public void First_RandomSetsAndRemovals_IsAlwaysTheEarliest()
    {
        var random = new Random(5);
        var heap = new DeadlineHeap<object>();
        var known = Enumerable.Range(0, 200).Select(_ => new Deadline<object>(null!)).ToArray();
        var set = new HashSet<Deadline<object>>();
        for (var i = 0; i < 20_000; i++)
        {
            var deadline = known[random.Next(known.Length)];
            if (random.Next(3) == 0)
            {
                heap.Remove(deadline);
                set.Remove(deadline);
            }
            else
            {
                heap.Set(deadline, new MonoTime(random.Next(1000)));
                set.Add(deadline);
            }

            Assert.Equal(set.Count == 0 ? null : set.Min(known => known.At), heap.First?.At);
        }
    }
}
