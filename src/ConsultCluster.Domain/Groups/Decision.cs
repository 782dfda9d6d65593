using System.Collections.Immutable;
using ConsultCluster.Domain.Groups.Effects;

namespace ConsultCluster.Domain.Groups;

/// <summary>A group's decision about a command. A refusal has no effects and leaves the state unchanged.</summary>
/// <typeparam name="T">Type of the answer to the caller.</typeparam>
/// <param name="Next">The state from now on.</param>
/// <param name="Effects">What to write, publish and order, in sequence.</param>
/// <param name="MustSave">False when a crash may lose the change, as with a measurement.</param>
/// <param name="Answer">The answer, or the refusal.</param>
public sealed record Decision<T>(Group Next, ImmutableArray<GroupEffect> Effects, bool MustSave, Outcome<T> Answer)
    where T : class;
