using System.Collections.Immutable;
using ConsultCluster.Domain.Groups.Effects;

namespace ConsultCluster.Domain.Groups;

/// <summary>What a group makes of a command. A refusal has no effects and leaves the state as it was.</summary>
/// <typeparam name="T">The answer to the caller.</typeparam>
/// <param name="Next">The state from now on.</param>
/// <param name="Effects">What has to be written, told and ordered, in order.</param>
/// <param name="MustSave">False when the change may be forgotten in a crash, such as a measurement.</param>
/// <param name="Answer">The answer, or the refusal.</param>
public sealed record Decision<T>(Group Next, ImmutableArray<GroupEffect> Effects, bool MustSave, Outcome<T> Answer)
    where T : class;
