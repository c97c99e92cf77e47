package import Domain
internal import Store

extension Routes {
    /// Inspections: routes and plans, rounds, entries on the spot and at a desk.
    static let inspections: [Route] = [
        .get("/vendors/inspections", .permission(.inspectSee), InspectionRoom.list),
        .post("/vendors/inspections/plans", .permission(.inspectPlan), InspectionPlans.add),
        .post("/vendors/inspections/plans/{plan}/draw", .permission(.inspectPlan), InspectionPlans.draw),
        .post("/vendors/inspections/routes", .permission(.inspectPlan), InspectionRouteRoom.add),
        .get("/vendors/inspections/routes/{route}", .permission(.inspectPlan), InspectionRouteRoom.show),
        .get("/vendors/inspections/routes/{route}/codes", .permission(.inspectPlan), InspectionRouteRoom.codes),
        .post("/vendors/inspections/routes/{route}/points", .permission(.inspectPlan), InspectionRouteRoom.addPoint),
        .post("/vendors/inspections/routes/{route}/points/{point}/items", .permission(.inspectPlan), InspectionRouteRoom.addItem),
        .post("/vendors/inspections/routes/{route}/points/{point}/retire", .permission(.inspectPlan), InspectionRouteRoom.retirePoint),
        .post("/vendors/inspections/routes/{route}/items/{item}/retire", .permission(.inspectPlan), InspectionRouteRoom.retireItem),
        .get("/vendors/inspections/at/{code}", .permission(.inspect), InspectionRoom.atPoint),
        .get("/vendors/inspections/{inspection}", .permission(.inspectSee), InspectionRoom.show),
        .post("/vendors/inspections/{inspection}/steps/{step}", .permission(.inspectSee), InspectionRoom.take),
        .get("/vendors/inspections/{inspection}/points/{point}", .permission(.inspectSee), InspectionPointRoom.show),
        .post("/vendors/inspections/{inspection}/checks/{check}", .permission(.inspect), InspectionPointRoom.enter),
        .get("/vendors/inspections/{inspection}/walk", .permission(.inspect), InspectionWalkRoom.show),
        .get("/vendors/inspections/{inspection}/grid", .permission(.inspect), InspectionGridRoom.show),
        .post("/vendors/inspections/{inspection}/grid", .permission(.inspect), InspectionGridRoom.save),
    ]
}

extension UnitPaths {
    package var inspections: String { "\(base)/vendors/inspections" }
    package var newInspectionPlan: String { "\(inspections)/plans" }
    package func drawRound(_ id: InspectionPlanID) -> String { "\(newInspectionPlan)/\(id)/draw" }
    package var newInspectionRoute: String { "\(inspections)/routes" }
    package func inspectionRoute(_ id: RouteID) -> String { "\(newInspectionRoute)/\(id)" }
    package func routeCodes(_ id: RouteID) -> String { "\(inspectionRoute(id))/codes" }
    package func newPoint(on id: RouteID) -> String { "\(inspectionRoute(id))/points" }
    package func newItem(at point: PointID, of id: RouteID) -> String { "\(newPoint(on: id))/\(point)/items" }
    package func retirePoint(_ point: PointID, of id: RouteID) -> String { "\(newPoint(on: id))/\(point)/retire" }
    package func retireItem(_ item: CheckItemID, of id: RouteID) -> String { "\(inspectionRoute(id))/items/\(item)/retire" }
    package func pointCode(_ code: String) -> String { "\(inspections)/at/\(code)" }
    package func inspection(_ id: InspectionID) -> String { "\(inspections)/\(id)" }
    package func inspectionStep(_ step: InspectionStep, _ id: InspectionID) -> String { "\(inspection(id))/steps/\(step.code)" }
    package func inspectionPoint(_ point: PointID, of id: InspectionID) -> String { "\(inspection(id))/points/\(point)" }
    package func check(_ check: CheckID, of id: InspectionID) -> String { "\(inspection(id))/checks/\(check)" }
    package func inspectionWalk(_ id: InspectionID) -> String { "\(inspection(id))/walk" }
    package func inspectionGrid(_ id: InspectionID) -> String { "\(inspection(id))/grid" }
}
