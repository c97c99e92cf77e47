/// How the group holds a company (ORG-R4): its regulation binds a controlled one, a minority-held one follows it by reference.
package enum Holding: String, CaseCode {
    /// 控股
    case controlled
    /// 参股
    case reference

    package var isBound: Bool { self == .controlled }
}
