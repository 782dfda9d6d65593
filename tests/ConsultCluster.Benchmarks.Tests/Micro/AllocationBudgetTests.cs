using BenchmarkDotNet.Attributes;

namespace ConsultCluster.Benchmarks.Tests.Micro;

public sealed class AllocationBudgetTests
{
    public static TheoryData<string> Names { get; } = [.. AllocationBudget.Bytes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Operation_SteadyState_KeepsItsBudget(string name)
    {
        var operation = Operation.All.Single(operation => operation.Name == name);

        if (AllocationBudget.Check(operation, AllocationBudget.Bytes[name]) is { } over)
        {
            Assert.Fail(over);
        }
    }

    [Fact]
    public void Budgets_Names_AreThoseOfTheBenchmarks() =>
        Assert.Equal(Operation.All.Select(operation => operation.Name), AllocationBudget.Bytes.Keys);

    /// <summary>A measurement that never sees anything would let everything pass.</summary>
    [Fact]
    public void Check_OperationAllocates_SaysOperationBudgetAndMeasured()
    {
        var wasteful = new Operation(typeof(Wasteful).GetMethod(nameof(Wasteful.Allocate))!);

        Assert.Equal("Allocate: budget 24 B per operation, measured 32 B over 100 operations.", AllocationBudget.Check(wasteful, 24));
        Assert.Null(AllocationBudget.Check(wasteful, 32));
    }

    /// <summary>One allocation in all the operations is too much for a budget of nothing.</summary>
    [Fact]
    public void Check_OneOfManyOperationsAllocates_IsSeen()
    {
        var rare = new Operation(typeof(Wasteful).GetMethod(nameof(Wasteful.AllocateOnce))!);

        Assert.Equal("AllocateOnce: budget 0 B per operation, measured 0.32 B over 100 operations.", AllocationBudget.Check(rare, 0));
    }

    [InvocationCount(100, 1)]
    public class Wasteful
    {
        private byte[] _kept = [];
        private int _calls;

        public int Allocate() => (_kept = new byte[8]).Length;

        public int AllocateOnce() => ++_calls % 100 == 50 ? Allocate() : 0;
    }
}
