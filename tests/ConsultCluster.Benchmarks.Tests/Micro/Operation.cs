using System.Reflection;
using BenchmarkDotNet.Attributes;
using ConsultCluster.Benchmarks.Micro;

namespace ConsultCluster.Benchmarks.Tests.Micro;

/// <summary>One benchmark method, run here without BenchmarkDotNet: same object, same set-up, no clock.</summary>
internal sealed class Operation
{
    /// <summary>Where the class does not say how many of its operations one set-up is for.</summary>
    private const int DefaultInvocations = 10_000;

    private static readonly MethodInfo _bind = typeof(Operation).GetMethod(nameof(Bind), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly MethodInfo _method;

    public Operation(MethodInfo method)
    {
        _method = method;
        Invocations = method.DeclaringType!.GetCustomAttribute<InvocationCountAttribute>() is { } attribute
            ? checked((int)attribute.Config.GetJobs().Single().Run.InvocationCount)
            : DefaultInvocations;
    }

    /// <summary>Every benchmark of <c>micro</c>.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        .. from type in MicroBenchmark.Classes
           from method in type.GetMethods()
           where method.IsDefined(typeof(BenchmarkAttribute))
           select new Operation(method),
    ];

    public string Name => _method.Name;

    /// <summary>Operations that are measured together.</summary>
    public int Invocations { get; }

    /// <summary>Managed memory that this thread allocates in all of them, in bytes; the same many were run before to warm up.</summary>
    public long MeasureAllocatedBytes()
    {
        var target = Activator.CreateInstance(_method.DeclaringType!)!;
        using var lifetime = target as IDisposable;
        var setup = _method.DeclaringType!.GetMethods().SingleOrDefault(method => method.IsDefined(typeof(IterationSetupAttribute)));
        var run = (Action<int>)_bind.MakeGenericMethod(_method.ReturnType).Invoke(null, [target, _method])!;
        setup?.Invoke(target, null);
        run(Invocations);
        setup?.Invoke(target, null);
        var before = GC.GetAllocatedBytesForCurrentThread();
        run(Invocations);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>A loop around a typed delegate: reflection would allocate for every call.</summary>
    private static Action<int> Bind<TResult>(object target, MethodInfo method)
    {
        var operation = method.CreateDelegate<Func<TResult>>(target);
        return count =>
        {
            for (var i = 0; i < count; i++)
            {
                operation();
            }
        };
    }
}
